"""Many points drawn as few: none is lost, each stands for those beside it."""

from __future__ import annotations

from random import Random

from api.public.clustering import clusters


def test_no_points_make_no_cluster_and_one_makes_itself() -> None:
    assert clusters([], across=4) == ()
    [only] = clusters([(12.2, 109.2)], across=4)
    assert (only.latitude, only.longitude, only.count) == (12.2, 109.2, 1)


def test_points_at_one_place_are_one_cluster() -> None:
    [only] = clusters([(12.2, 109.2)] * 7, across=4)
    assert only.count == 7


def test_those_close_together_are_one_and_those_far_apart_are_not() -> None:
    found = clusters([(10.0, 105.0), (10.1, 105.1), (20.0, 105.9)], across=4)
    assert [each.count for each in found] == [2, 1]
    near = found[0]
    assert (round(near.latitude, 6), round(near.longitude, 6)) == (10.05, 105.05)
    assert (near.box.south, near.box.north, near.box.west, near.box.east) == (10.0, 10.1, 105.0, 105.1)


def test_no_point_is_lost_and_each_lies_in_its_clusters_box() -> None:
    random = Random(7)  # noqa: S311 - the same points every time
    points = [(random.uniform(12, 13), random.uniform(108, 109)) for _ in range(3000)]
    found = clusters(points, across=16)
    assert sum(each.count for each in found) == 3000
    assert len(found) <= 16 * 16
    assert all(sum(each.box.holds(*point) for each in found) >= 1 for point in points)
    assert all(each.box.holds(each.latitude, each.longitude) for each in found)
