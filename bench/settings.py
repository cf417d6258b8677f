"""The product's own settings, with one middleware in front that counts the queries of each request."""

from luoshi.config.settings import *  # noqa: F403
from luoshi.config.settings import MIDDLEWARE

MIDDLEWARE = ["bench.counting.counted", *MIDDLEWARE]
