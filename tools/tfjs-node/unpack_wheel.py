"""Copies out of TensorFlow's wheel what tfjs-node's addon is compiled against and loads: unpack_wheel.py WHEEL FOLDER."""

import os
import shutil
import sys
import zipfile

LIBRARIES = {"libtensorflow_cc.so.2", "libtensorflow_framework.so.2"}
HEADERS = tuple(
    f"tensorflow/include/{part}/" for part in ("tensorflow/c", "tensorflow/core/platform", "tensorflow/tsl", "tsl")
)


def target(name: str) -> str | None:
    """Where a file of the wheel belongs below the folder, if it is needed."""
    if name.startswith(HEADERS) and not name.endswith("/"):
        return name.removeprefix("tensorflow/")
    folder, _, file = name.rpartition("/")
    return f"lib/{file}" if folder == "tensorflow" and file in LIBRARIES else None


def main(wheel: str, folder: str) -> None:
    with zipfile.ZipFile(wheel) as files:
        wanted = {name: path for name in files.namelist() if (path := target(name))}
        missing = LIBRARIES - {os.path.basename(path) for path in wanted.values()}
        if missing:
            sys.exit(f"{wheel} lacks {', '.join(sorted(missing))}")
        for name, path in wanted.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with files.open(name) as source, open(path, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)


main(*sys.argv[1:])
