"""Whom the settings name as providers."""

import pytest

from niaga.accounts.rules.providers import providers_in

GOOGLE = "google https://accounts.google.com/ id-1 geheim-1"


def test_a_line_is_a_provider_and_its_secret_is_not_shown():
    (one,) = providers_in(f"# ours\n\n{GOOGLE}\n")
    assert (one.name, one.issuer, one.client_id) == ("google", "https://accounts.google.com", "id-1")
    assert "geheim" not in repr(one)


@pytest.mark.parametrize(
    "text",
    [
        "google https://accounts.google.com id",
        f"{GOOGLE}\n{GOOGLE}",
        "Google https://accounts.google.com id secret",
        "google http://accounts.google.com id secret",
        "google https://a:b@accounts.google.com id secret",
        "google https://accounts.google.com?x=1 id secret",
        "google accounts.google.com id secret",
    ],
)
def test_what_cannot_be_a_provider_is_named_without_its_secret(text: str):
    with pytest.raises(ValueError, match=r"^line \d: ") as refused:
        providers_in(text)
    assert "secret'" not in str(refused.value)
