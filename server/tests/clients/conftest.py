"""The clients meet the same real server as the contract's tests."""

from tests.contract.conftest import place

__all__ = ["place"]
