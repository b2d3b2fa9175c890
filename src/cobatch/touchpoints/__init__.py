"""Touch points: declared once, performed by one engine."""
