"""The providers of this shop, and the client that speaks to them."""

from niaga.accounts.oidc.protocol import OidcClient
from niaga.accounts.rules.providers import Provider
from niaga.foundation.errors import NotFound
from niaga.platform.outbound import OutboundClient

RETURN_PATH = "/masuk/dengan"
"""The storefront's page that providers send browsers back to; the provider's name follows."""


class ForeignDesk:
    """Knows the providers by name; one for each process."""

    def __init__(self, providers: tuple[Provider, ...], outbound: OutboundClient, public_url: str) -> None:
        self._providers = {one.name: one for one in providers}
        self.client = OidcClient(outbound, f"{public_url.rstrip('/')}{RETURN_PATH}")

    @property
    def names(self) -> list[str]:
        """The providers' names, in the order of the settings."""
        return list(self._providers)

    def provider(self, name: str) -> Provider:
        """The provider of that name. Raises NotFound."""
        found = self._providers.get(name)
        if found is None:
            raise NotFound("provider", name)
        return found
