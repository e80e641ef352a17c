"""Settings: flags win over the environment, this over the file, this over defaults; what is wrong is named with its cure."""

import pickle
from pathlib import Path
from typing import Any

import pytest

from niaga.platform.crypto import Keyring, KeysUnusable, Secret
from niaga.platform.settings import BadSettings, Environment, load_keyring, load_settings, production_problems


def load(tmp_path: Path, *, toml: str = "", flags: dict[str, Any] | None = None, **environ: str):
    if toml:
        (tmp_path / "niaga.toml").write_text(toml)
    return load_settings(flags or {}, {f"NIAGA_{name}": value for name, value in environ.items()}, tmp_path)


def refused(tmp_path: Path, **how: Any):
    with pytest.raises(BadSettings) as error:
        load(tmp_path, **how)
    return error.value.problems


def test_nothing_said_is_a_production_shop_on_sqlite_in_the_data_folder(tmp_path: Path):
    settings = load(tmp_path)
    assert settings.env is Environment.PRODUCTION
    assert settings.sqlite_path == tmp_path / "data" / "shop.db"
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.throttle
    assert settings.relay
    assert not settings.demo


def test_flags_win_over_the_environment_over_the_file(tmp_path: Path):
    toml = "port = 1\nworkers = 1\nlog_level = 'debug'\n"
    settings = load(tmp_path, toml=toml, flags={"port": 3, "workers": None}, PORT="2", LOG_LEVEL="error")
    assert (settings.port, settings.workers, settings.log_level) == (3, 1, "error")
    assert load(tmp_path, PORT="2").port == 2
    assert load(tmp_path).port == 1


def test_the_demo_is_a_development_shop(tmp_path: Path):
    assert load(tmp_path, flags={"demo": True}).development
    assert load(tmp_path, toml="demo = true").development


def test_development_is_served_to_this_machine_only(tmp_path: Path):
    for host in ("localhost", "127.0.0.9", "::1", "[::1]"):
        assert load(tmp_path, flags={"host": host}, ENV="development").development
    for host in ("0.0.0.0", "::", "192.168.1.5", "toko.example.com"):  # noqa: S104 - these must be refused
        assert "127.0.0.1 only" in refused(tmp_path, flags={"host": host, "demo": True})[0]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("sqlite:////srv/toko/shop.db", "sqlite:////srv/toko/shop.db"),
        ("postgresql://u:p@db.example.com/shop", "postgresql://u:p@db.example.com/shop"),
        ("postgresql://postgres@/postgres?host=/run/pg", "postgresql://postgres@/postgres?host=/run/pg"),
        ("mariadb://u:p%40@127.0.0.1:3307/shop", "mariadb://u:p%40@127.0.0.1:3307/shop"),
        ("mysql://u:p@127.0.0.1/shop", "mariadb://u:p@127.0.0.1/shop"),
    ],
)
def test_database_urls_are_normalised(tmp_path: Path, written: str, means: str):
    assert load(tmp_path, DATABASE=written).database_url == Secret(means)


def test_a_relative_sqlite_path_starts_where_the_command_runs(tmp_path: Path):
    assert load(tmp_path, DATABASE="sqlite:///toko/a.db").sqlite_path == tmp_path / "toko" / "a.db"


@pytest.mark.parametrize(
    "url",
    ["oracle://u@h/x", "postgres://u@h/x", "postgresql+asyncpg://u@h/x", "shop.db", "sqlite://", "sqlite:///", "sqlite:///:memory:",
     "postgresql://u@h", "mariadb://u:p@h:x/shop", "postgresql://u:hunter2@h:99999999/shop",
     "postgresql://u@h/x?sslmode=require", "sqlite:///a.db?mode=ro"],
)  # fmt: skip
def test_other_databases_are_refused_without_showing_the_password(tmp_path: Path, url: str):
    (problem,) = refused(tmp_path, DATABASE=url)
    assert problem.startswith("NIAGA_DATABASE is not usable: ")
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "70000", "NIAGA_PORT is '70000': write a whole number from 0 to 65535"),
        ("PORT", "8e3", "whole number"),
        ("PORT", "٣", "whole number"),
        ("PORT", "9" * 5000, "whole number"),
        ("PORT", "tcp://10.0.0.1:80", "whole number"),
        ("WORKERS", "0", "from 1 to 64"),
        ("ENV", "prod", "NIAGA_ENV is 'prod': choose one of production, development"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("RELAY", "maybe", "on or off"),
        ("PUBLIC_URL", "toko.example.com", "https://toko.example.com"),
        ("PUBLIC_URL", "https://toko.example.com/shop", "without a path"),
        ("PUBLIC_URL", "https://sari:x@toko.example.com", "without a path"),
        ("PUBLIC_URL", "https://toko.example.com:99999", "Port out of range"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "10.0.0.0/8"),
        ("SMTP_URL", "mail.example.com", "smtp://"),
        ("WHATSAPP", "telegram", "cloud, fonnte"),
        ("WHATSAPP_PHONE_NUMBER_ID", "+62 812", "digits"),
        ("WHATSAPP_TEMPLATES", "code", "code=kode_verifikasi"),
        ("WHATSAPP_TEMPLATES", "code=Kode Saya", "code=kode_verifikasi"),
        ("WHATSAPP_URL", "graph.facebook.com", "https://graph.facebook.com"),
        ("WHATSAPP_URL", "https://sari:x@gateway.example", "https://graph.facebook.com"),
        ("OUTBOUND_ALLOW", "10.1.2.3", "https://10.1.2.3:8443"),
        ("OUTBOUND_ALLOW", "https://a.example,ftp://b.example", "https://10.1.2.3:8443"),
        ("OUTBOUND_ALLOW", "https://a.example/path", "https://10.1.2.3:8443"),
        ("OUTBOUND_ALLOW", "https://sari:x@a.example", "https://10.1.2.3:8443"),
        ("OUTBOUND_ALLOW", "https://a.example?x=1", "https://10.1.2.3:8443"),
        ("OUTBOUND_ALLOW", "https://a.example:0", "https://10.1.2.3:8443"),
        ("MAIL_FROM", "toko", "e-mail address"),
        ("MAIL_FROM", "toko@example.com\nBcc: x@y", "e-mail address"),
        ("HOST", "http://x", "host name"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write(tmp_path: Path, name: str, value: str, says: str):
    problems = refused(tmp_path, **{name: value})
    assert any(says in problem and f"NIAGA_{name}" in problem for problem in problems)


def test_every_problem_is_told_at_once(tmp_path: Path):
    assert len(refused(tmp_path, PORT="x", ENV="y", toml="prot = 1\n")) == 3


def test_a_misspelt_setting_is_noticed(tmp_path: Path):
    assert refused(tmp_path, DATABASE_URL="x") == ["NIAGA_DATABASE_URL is not a setting: did you mean NIAGA_DATABASE?"]
    assert refused(tmp_path, toml="wrokers = 2") == ["wrokers in niaga.toml is not a setting: did you mean workers?"]
    (tmp_path / "niaga.toml").unlink()
    assert (
        load(tmp_path, SERVICE_HOST="10.0.0.1", TEST_POSTGRES_URL="x", PORT_8000_TCP="tcp://x", WAREHOUSES="a").port
        == 8000
    )


def test_a_broken_file_is_named(tmp_path: Path):
    assert "niaga.toml cannot be read" in refused(tmp_path, toml="port = [")[0]


def test_an_empty_variable_is_not_set(tmp_path: Path):
    assert load(tmp_path, PORT="", DATABASE="", KEYS="").port == 8000


def test_a_secret_may_stand_in_a_file(tmp_path: Path):
    file = tmp_path / "url"
    file.write_text("mariadb://u:p@127.0.0.1/shop\n")
    assert load(tmp_path, DATABASE_FILE=str(file)).database_url == Secret("mariadb://u:p@127.0.0.1/shop")
    assert "both set" in refused(tmp_path, DATABASE_FILE=str(file), DATABASE="mariadb://u@127.0.0.1/shop")[0]
    assert "No such file" in refused(tmp_path, SMTP_URL_FILE=str(tmp_path / "none"))[0]


def test_printing_settings_shows_no_secret(tmp_path: Path):
    settings = load(
        tmp_path,
        DATABASE="mariadb://u:hunter2@h/shop",
        SMTP_URL="smtp://u:hunter2@h",
        MAIL_FROM="a@b.id",
        KEYS="k1:hunter2",
    )
    assert "hunter2" not in f"{settings} {settings!r}"


def test_settings_can_be_handed_to_a_worker_process(tmp_path: Path):
    settings = load(tmp_path, DATABASE="mariadb://u:hunter2@h/shop", WORKERS="2")
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own


def test_keys_are_never_taken_from_a_command_line(tmp_path: Path):
    with pytest.raises(AssertionError):
        load(tmp_path, flags={"keys": "k1:x"})


def test_sqlite_serves_one_process(tmp_path: Path):
    assert "SQLite serves one process" in refused(tmp_path, WORKERS="2")[0]
    assert load(tmp_path, WORKERS="2", DATABASE="mariadb://u@h/shop").workers == 2


def test_mail_needs_a_sender(tmp_path: Path):
    assert "NIAGA_MAIL_FROM" in refused(tmp_path, SMTP_URL="smtp://h")[0]


def test_whatsapp_needs_its_token_and_metas_needs_the_number_it_writes_from(tmp_path: Path):
    (no_token,) = refused(tmp_path, WHATSAPP="fonnte")
    assert "NIAGA_WHATSAPP_TOKEN" in no_token
    (no_number,) = refused(tmp_path, WHATSAPP="cloud", WHATSAPP_TOKEN="t")
    assert "NIAGA_WHATSAPP_PHONE_NUMBER_ID" in no_number
    whole = load(
        tmp_path, WHATSAPP="cloud", WHATSAPP_TOKEN="t", WHATSAPP_PHONE_NUMBER_ID="1", WHATSAPP_TEMPLATES="a=b, c.d=e"
    )
    assert whole.whatsapp_templates == (("a", "b"), ("c.d", "e"))


def test_the_token_of_whatsapp_may_stand_in_a_file_and_is_shown_nowhere(tmp_path: Path):
    file = tmp_path / "token"
    file.write_text("EAA-hunter2\n")
    settings = load(tmp_path, WHATSAPP="fonnte", WHATSAPP_TOKEN_FILE=str(file))
    assert settings.whatsapp_token == Secret("EAA-hunter2")
    assert "hunter2" not in f"{settings} {settings!r}"
    assert "hunter2" not in str(refused(tmp_path, WHATSAPP_TOKEN="hunter2 hunter2"))
    with pytest.raises(AssertionError):
        load(tmp_path, flags={"whatsapp_token": "x"})


def test_what_may_be_reached_inside_is_written_in_one_way(tmp_path: Path):
    written = "https://10.1.2.3, HTTPS://Gateway.Example:8443/,https://[fd00::5]"
    means = ("https://10.1.2.3:443", "https://gateway.example:8443", "https://[fd00::5]:443")
    assert load(tmp_path, OUTBOUND_ALLOW=written).outbound_allow == means


def test_plain_http_is_spoken_in_development_with_this_machine_alone(tmp_path: Path):
    here, there = "http://127.0.0.1:9001", "http://10.1.2.3:9001"
    assert load(tmp_path, ENV="development", OUTBOUND_ALLOW=here).outbound_allow == (here,)
    for env, origin in (("development", there), ("production", here), ("production", there)):
        assert f"NIAGA_OUTBOUND_ALLOW has {origin}" in refused(tmp_path, ENV=env, OUTBOUND_ALLOW=origin)[0]


def test_development_makes_its_keys_and_production_asks_for_them(tmp_path: Path):
    with pytest.raises(KeysUnusable, match="/dev/urandom"):
        load_keyring(load(tmp_path))
    made = load_keyring(load(tmp_path, ENV="development"))
    assert load_keyring(load(tmp_path)).ids() == made.ids()


def test_keys_come_from_the_environment_or_a_named_file(tmp_path: Path):
    text = "a:AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISI="
    (tmp_path / "my-keys").write_text(text.replace("a:", "b:"))
    assert load_keyring(load(tmp_path, KEYS=text)).ids() == ["a"]
    assert load_keyring(load(tmp_path, KEYS_FILE="my-keys")).ids() == ["b"]
    assert "both set" in refused(tmp_path, KEYS=text, KEYS_FILE="my-keys")[0]


def production(tmp_path: Path, **environ: str):
    settings = load(tmp_path, **{"PUBLIC_URL": "https://toko.example.com", **environ})
    return production_problems(settings, Keyring.random(), demo_data=False)


def test_a_proper_shop_may_start(tmp_path: Path):
    assert production(tmp_path) == []
    assert production(tmp_path, PUBLIC_URL="http://127.0.0.1:8000") == []
    assert production(tmp_path, DATABASE="postgresql://u@db.example.com/x?ssl=verify-full") == []
    assert production(tmp_path, DATABASE="mariadb://u@db.example.com/x?ssl_ca=/etc/ca.pem") == []
    assert production(tmp_path, DATABASE="mariadb://u@localhost/x") == []
    assert production(tmp_path, DATABASE="postgresql://u@/x?host=/run/pg") == []


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"ENV": "development"}, "NIAGA_ENV"),
        ({"THROTTLE": "off"}, "NIAGA_THROTTLE"),
        ({"DEMO": "on", "ENV": "production"}, "demo"),
        ({"PUBLIC_URL": "http://toko.example.com"}, "https"),
        ({"DATABASE": "postgresql://u@db.example.com/x"}, "ssl=verify-full"),
        ({"DATABASE": "postgresql://u@db.example.com/x?ssl=prefer"}, "ssl=verify-full"),
        ({"DATABASE": "postgresql://u@/x?host=db.example.com"}, "ssl=verify-full"),
        ({"DATABASE": "mariadb://u@10.0.0.1/x"}, "ssl_ca="),
    ],
)
def test_what_is_for_trying_out_does_not_start_in_production(tmp_path: Path, environ: dict[str, str], says: str):
    (problem,) = production(tmp_path, **environ)
    assert says in problem


def test_a_shop_open_to_the_world_needs_its_public_address(tmp_path: Path):
    settings = load(tmp_path, flags={"host": "0.0.0.0"})  # noqa: S104 - what is tested
    assert "NIAGA_PUBLIC_URL" in production_problems(settings, Keyring.random(), demo_data=False)[0]


def test_demo_data_and_typed_keys_do_not_start_in_production(tmp_path: Path):
    settings = load(tmp_path)
    assert len(production_problems(settings, Keyring({"k": bytes(32)}, primary="k"), demo_data=True)) == 2


def test_paths_are_made_absolute(tmp_path: Path):
    assert load(tmp_path, flags={"data": Path("toko")}).data_dir == tmp_path / "toko"


def test_a_failpoint_is_for_development_only(tmp_path: Path):
    assert load(tmp_path, ENV="development", FAILPOINT="place_orders:3").failpoint == "place_orders:3"
    with pytest.raises(BadSettings, match="development only"):
        load(tmp_path, FAILPOINT="place_orders:commit")
    with pytest.raises(BadSettings, match="place_orders:3"):
        load(tmp_path, ENV="development", FAILPOINT="anywhere")
