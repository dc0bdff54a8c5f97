"""Runs a program on a pseudo-terminal, and prints the screen that a person sees at its end.

terminal.py COLUMNS SCRIPT COMMAND...   SCRIPT is a JSON list of [text to wait for, action], where an
action is {"type": keys} or {"resize": columns}, and a text of null waits until the screen is still.
Prints a JSON object: code, screen, what is left of the script, and whether the terminal echoes at the end.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

ROWS = 40
PATIENCE = 60
# Longer than the program takes to draw again after a resize.
STILL = 1.0


class Screen:
    """As much of a terminal as the program uses: wrapping, moving up, and erasing below."""

    def __init__(self, columns):
        self.columns = columns
        self.lines = [""]
        self.row = 0

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\n|\r|[^\x1b\n\r]+", text):
            if part == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif part == "\r":
                pass
            elif part.startswith("\x1b"):
                self.control(part)
            else:
                self.lines[self.row] += part

    def control(self, sequence):
        if sequence.endswith("A"):
            rows = int(sequence[2:-1] or 1)
            while rows > 0 and self.row > 0:
                self.row -= 1
                rows -= self.height(self.lines[self.row])
        elif sequence.endswith("J"):
            self.lines = self.lines[: self.row] + [""]

    def height(self, line):
        return max(1, -(-len(line) // self.columns))


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))


def act(terminal, screen, action):
    if "resize" in action:
        screen.columns = action["resize"]
        resize(terminal, action["resize"])
    else:
        os.write(terminal, action["type"].encode())


def main():
    columns, script = int(sys.argv[1]), json.loads(sys.argv[2])
    process, terminal = pty.fork()
    if process == 0:
        # A shell starts what it runs in the background with Ctrl-C ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.environ["LINKSPAN_TERMINAL_SIZE"] = f"{ROWS} {columns}"
        os.execvp(sys.argv[3], sys.argv[3:])
    resize(terminal, columns)
    screen, seen, deadline = Screen(columns), "", time.time() + PATIENCE
    while time.time() < deadline:
        if not select.select([terminal], [], [], STILL)[0]:
            if script and script[0][0] is None:
                act(terminal, screen, script.pop(0)[1])
                seen = ""
            continue
        try:
            text = os.read(terminal, 65536).decode("utf-8", "replace")
        except OSError:
            break
        if not text:
            break
        screen.feed(text)
        seen += text
        while script and script[0][0] is not None and script[0][0] in seen:
            act(terminal, screen, script.pop(0)[1])
            seen = ""
    else:
        os.kill(process, signal.SIGKILL)
    echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
    _, status = os.waitpid(process, 0)
    print(
        json.dumps(
            {
                "code": os.waitstatus_to_exitcode(status),
                "screen": [line.rstrip() for line in screen.lines],
                "left": script,
                "echo": echo,
            }
        )
    )


main()
