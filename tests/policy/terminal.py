"""Runs a command on a pseudo terminal and types an answer once the prompt is there.

Usage: terminal.py PROMPT ANSWER COMMAND...
Prints what the terminal showed and exits as the command did.
"""

import os
import pty
import sys

prompt, answer, *command = sys.argv[1:]
shown = b""
is_answered = False


def read(terminal):
    global shown, is_answered
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        # Linux ends a terminal so when the last process on it has gone.
        return b""
    shown += piece
    if not is_answered and prompt.encode() in shown:
        is_answered = True
        os.write(terminal, answer.encode() + b"\r")
    return piece


# Standard input may be at its end from the start: nobody types here.
sys.stdin = open(os.devnull)
status = pty.spawn(command, read, lambda _: b"")
sys.exit(os.waitstatus_to_exitcode(status))
