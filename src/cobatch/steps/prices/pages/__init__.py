"""Pages of prices; importing them declares them."""

from cobatch.steps.prices.pages import agreements, quotations, requests  # noqa: F401
