"""Which schools a comparison of quarters looks at, by hand."""

from shnor_pipeline.provenance.explanation import quarters_of


def test_quarters_are_a_whole_quarter_of_the_schools_that_take_part() -> None:
    # nine schools with 10 marks each, s1 the worst; the tenth has too few
    parts = [(f"s{top}", float(top), 10.0) for top in range(1, 10)] + [("s10", 9.0, 9.0)]
    assert quarters_of(parts, 10) == {"s9": "best", "s8": "best", "s2": "worst", "s1": "worst"}


def test_schools_of_equal_share_stand_by_id() -> None:
    assert quarters_of([("b", 5.0, 10.0), ("a", 10.0, 20.0)], 10) == {"a": "best", "b": "worst"}


def test_a_single_school_makes_no_quarters() -> None:
    assert quarters_of([("a", 5.0, 10.0), ("b", None, 10.0), ("c", 1.0, 9.0)], 10) == {}
