"""Touch points of prices; importing them declares them."""

from cobatch.steps.prices.touchpoints import agreement, bargain, quote, request, sign  # noqa: F401
