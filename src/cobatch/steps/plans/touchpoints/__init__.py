"""Touch points of plans; importing them declares them."""

from cobatch.steps.plans.touchpoints import agree, commit, publish  # noqa: F401
