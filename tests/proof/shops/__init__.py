"""The shops that a run may play in, by connector."""

from collections.abc import Mapping

from tests.proof.shops.magento import Magento
from tests.proof.shops.staged import HOST, StagedShop
from tests.proof.shops.teamsystem import TeamSystem
from tests.proof.shops.woocommerce import WooCommerce

SHOPS: Mapping[str, type[StagedShop]] = {each.connector: each for each in (Magento, WooCommerce, TeamSystem)}

__all__ = ["HOST", "SHOPS", "StagedShop"]
