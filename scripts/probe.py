"""Ask the desk on this machine whether it can work: exit code 0 when it can. For a container's health check.

python scripts/probe.py
"""

import os
import sys
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


def main() -> int:
    # By the name that the desk allows, whatever that is called here.
    host = urlsplit(os.environ.get("BASE_URL", "http://127.0.0.1:8000")).netloc
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz"
    try:
        with urlopen(Request(address, headers={"Host": host}), timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (URLError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
