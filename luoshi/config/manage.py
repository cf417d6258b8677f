"""The one entry to every management command: `bin/luoshi COMMAND`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    execute_from_command_line(["bin/luoshi", *sys.argv[1:]])  # so that help calls it as people do
