"""Which addresses count as one network."""

import pytest

from niaga.platform.http import network_of


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_neighbours_are_one_network(host: str, network: str):
    assert network_of(host) == network
