"""Runs a function of AWS Lambda as its runtime does: loaded once, called with one event after the other.

Arguments: the folder of the function, and how many times as fast as a clock its waiting goes.
Reads an event a line, and writes an answer a line: what the function returned or raised, and the commands that it ran.
"""
import json
import os
import sys
import time

folder, speed = sys.argv[1], float(sys.argv[2])
answers = os.fdopen(os.dup(1), 'w')
# What the function and its commands print goes to the log.
os.dup2(2, 1)

begin, clock, sleep = time.time(), time.time, time.sleep
time.time = lambda: begin + (clock() - begin) * speed
time.sleep = lambda seconds: sleep(seconds / speed)

commands = []
sys.addaudithook(lambda event, args: commands.append(list(args[1])) if event == 'subprocess.Popen' else None)

sys.path.insert(0, folder)
# Nothing is written beside the function.
sys.dont_write_bytecode = True
import index  # noqa: E402

for line in sys.stdin:
  commands.clear()
  try:
    answer = {'payload': index.handler(json.loads(line), None)}
  except Exception as error:
    answer = {'error': type(error).__name__, 'payload': {'errorMessage': str(error), 'errorType': type(error).__name__}}
  answers.write(json.dumps({**answer, 'commands': commands}) + '\n')
  answers.flush()
