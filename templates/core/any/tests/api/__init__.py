"""The HTTP contract, asked over plain HTTP: these tests know no framework."""

import pytest

pytest.register_assert_rewrite("tests.api.problem")
