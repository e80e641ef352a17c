"""Records: each change has its timeline row, its event and, when staff made it, its audit row."""

from niaga.cli.doctor.check import Check

CHECKS = (
    Check(
        "records.timeline_is_complete",
        "I8",
        "Each change of an order, from its placing on, has one timeline row, and the last row says where it stands.",
        """
        SELECT o.number, o.version, COALESCE(t.changes, 0) AS changes, COALESCE(t.latest, 0) AS latest
        FROM customer_order o
        LEFT JOIN (
            SELECT order_id, COUNT(*) AS changes, MIN(version) AS earliest, MAX(version) AS latest
            FROM order_timeline GROUP BY order_id
        ) t ON t.order_id = o.id
        LEFT JOIN order_timeline last ON last.order_id = o.id AND last.version = o.version
        WHERE t.order_id IS NULL OR t.changes <> o.version OR t.earliest <> 1 OR t.latest <> o.version
           OR last.order_id IS NULL OR last.status <> o.status
        """,
    ),
    Check(
        "records.order_events",
        "I8",
        "Each change of an order is told in one event; their versions leave no gap.",
        """
        SELECT o.number, o.version, COALESCE(e.events, 0) AS events, COALESCE(e.latest, 0) AS latest
        FROM customer_order o
        LEFT JOIN (
            SELECT aggregate_id, COUNT(*) AS events, COUNT(DISTINCT version) AS versions, MAX(version) AS latest
            FROM event WHERE aggregate = 'order' GROUP BY aggregate_id
        ) e ON e.aggregate_id = o.id
        WHERE e.aggregate_id IS NULL OR e.events <> o.version OR e.versions <> o.version OR e.latest <> o.version
        """,
    ),
    Check(
        "records.payment_events",
        "I8",
        "Each change of a payment is told in one event; their versions leave no gap.",
        """
        SELECT p.id AS payment_id, p.version, COALESCE(e.events, 0) AS events, COALESCE(e.latest, 0) AS latest
        FROM payment p
        LEFT JOIN (
            SELECT aggregate_id, COUNT(*) AS events, COUNT(DISTINCT version) AS versions, MAX(version) AS latest
            FROM event WHERE aggregate = 'payment' GROUP BY aggregate_id
        ) e ON e.aggregate_id = p.id
        WHERE e.aggregate_id IS NULL OR e.events <> p.version OR e.versions <> p.version OR e.latest <> p.version
        """,
    ),
    Check(
        "records.event_positions",
        "I8",
        "The positions of events count from 1 to where the sequencer is, each once.",
        """
        SELECT l.position AS reached, x.placed, x.latest FROM lease l
        CROSS JOIN (
            SELECT COUNT(e.position) AS placed, COUNT(DISTINCT e.position) AS different,
                   COALESCE(MIN(e.position), 1) AS earliest, COALESCE(MAX(e.position), 0) AS latest
            FROM event e
        ) x
        WHERE l.name = 'sequencer'
          AND (x.placed <> l.position OR x.different <> x.placed OR x.latest <> l.position OR x.earliest <> 1)
        """,
    ),
    Check(
        "records.event_order",
        "I8",
        "The events of one order or payment stand in the order in which they happened.",
        """
        SELECT x.aggregate, x.aggregate_id, x.version, x.position FROM (
            SELECT e.aggregate, e.aggregate_id, e.version, e.position,
                   LAG(e.position) OVER (PARTITION BY e.aggregate, e.aggregate_id ORDER BY e.version) AS before_it
            FROM event e WHERE e.position IS NOT NULL
        ) x
        WHERE x.before_it > x.position
        """,
    ),
    Check(
        "records.staff_audited",
        "I8",
        "Whatever staff did to an order has its audit row, of the same person and the same moment.",
        """
        SELECT t.actor_id, t.order_id, t.changes, COALESCE(a.deeds, 0) AS audited FROM (
            SELECT actor_id, at, COUNT(*) AS changes, MIN(order_id) AS order_id FROM order_timeline
            WHERE actor_kind = 'staff' GROUP BY actor_id, at
        ) t
        LEFT JOIN (
            SELECT actor_id, at, COUNT(*) AS deeds FROM audit_entry
            WHERE actor_kind = 'staff' AND subject_type IN ('order', 'payment') AND action <> 'personal_data.read'
            GROUP BY actor_id, at
        ) a ON a.actor_id = t.actor_id AND a.at = t.at
        WHERE COALESCE(a.deeds, 0) < t.changes
        """,
    ),
)
