"""A straight line through weighted points, kept as five sums."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineSums:
    """What a straight line is fitted from: weighted sums over points (x K, q kW)."""

    weight: float = 0.0
    x: float = 0.0
    q: float = 0.0
    xx: float = 0.0
    xq: float = 0.0

    def plus(self, x: float, q: float, weight: float) -> LineSums:
        """Return the sums with a point more."""
        return LineSums(
            weight=self.weight + weight,
            x=self.x + weight * x,
            q=self.q + weight * q,
            xx=self.xx + weight * x * x,
            xq=self.xq + weight * x * q,
        )

    def joined(self, other: LineSums) -> LineSums:
        """Return the sums over the points of both."""
        return LineSums(
            weight=self.weight + other.weight,
            x=self.x + other.x,
            q=self.q + other.q,
            xx=self.xx + other.xx,
            xq=self.xq + other.xq,
        )

    def faded(self, kept: float) -> LineSums:
        """Return the sums in which every point counts less."""
        return LineSums(
            weight=self.weight * kept,
            x=self.x * kept,
            q=self.q * kept,
            xx=self.xx * kept,
            xq=self.xq * kept,
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Weighted means of x and q: where the line is known best."""
        return self.x / self.weight, self.q / self.weight

    @property
    def spread(self) -> float:
        """Weighted sum of squares of x about its mean, K²."""
        return self.xx - self.x * self.x / self.weight

    @property
    def slope(self) -> float:
        """The slope of the line, kW/K."""
        return (self.xq - self.x * self.q / self.weight) / self.spread

    def at(self, x: float) -> float:
        """Return the line's q at x."""
        middle, q = self.middle
        return q + self.slope * (x - middle)

    def doubt(self, x: float) -> float:
        """Return the variance of a new point at x, in units of a point's own."""
        return 1 + 1 / self.weight + (x - self.x / self.weight) ** 2 / self.spread
