"""The HTTP contract, tested over plain HTTP: these tests are independent of the framework."""

import pytest

pytest.register_assert_rewrite("tests.api.problem")
