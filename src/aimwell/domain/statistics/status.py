"""Why a row of a result has, or has not, a value; and by which method its limits were found."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int8]


class Status(IntEnum):
    """What became of one row. Codes are stored in results as int8 and never change meaning."""

    OK = 0
    MISSING_INPUT = 1  # a number the method needs was not given
    NO_POPULATION = 2  # the denominator is zero or negative
    NEGATIVE_COUNT = 3
    NUMERATOR_OVER_DENOMINATOR = 4
    SUPPRESSED_SMALL = 5  # too few events or people for the method to be trusted
    MISSING_BAND = 6  # an age band or quantile that others have is absent here
    INSUFFICIENT_POINTS = 7  # too short a series for a verdict
    NO_VALUES = 8  # the whole row is missing
    NOT_FINITE = 9  # infinity was given
    INCONSISTENT_BAND = 10  # a band has two different populations or weights
    UNDEFINED = 11  # the arithmetic has no answer, such as limits from one value

    @property
    def label(self) -> str:
        """The word used in files and on pages."""
        return self.name.lower()


class Method(IntEnum):
    """How limits were found. Codes are stored in results as int8 and never change meaning."""

    NONE = 0
    WILSON = 1
    EXACT = 2
    BYAR = 3
    STUDENT_T = 4
    DOBSON = 5
    CHIANG = 6
    LINEAR = 7  # closed form of a linear estimator
    SIMULATION = 8

    @property
    def label(self) -> str:
        """The name used in files and on pages."""
        return METHOD_LABELS[self]


METHOD_LABELS = {
    Method.NONE: "",
    Method.WILSON: "Wilson",
    Method.EXACT: "Exact",
    Method.BYAR: "Byar",
    Method.STUDENT_T: "Student's t",
    Method.DOBSON: "Dobson with Byar",
    Method.CHIANG: "Chiang with Silcocks",
    Method.LINEAR: "Closed form",
    Method.SIMULATION: "Simulation",
}


def labels_of(codes: Codes, kind: type[Status] | type[Method]) -> NDArray[np.str_]:
    """The words for an array of codes, in the same shape."""
    words = np.array([member.label for member in kind])
    return words[codes]
