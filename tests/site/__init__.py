"""Tests of the room of the same name."""  # noqa: A005 - the room is called so too
