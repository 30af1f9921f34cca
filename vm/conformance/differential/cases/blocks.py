# How deep blocks nest, and what is said of a colon that is missing.
def nested(head, n): return ''.join(' ' * i + head + '\n' for i in range(n)) + ' ' * n + 'pass\n'
def refusal(source):
    try: return compile(source, 'x', 'exec') and None
    except SyntaxError as error: return (error.msg, error.lineno, error.offset, error.end_offset)
[refusal(nested(head, n)) for head in ('while 1:', 'for x in y:', 'with a:') for n in (20, 21, 22)]
[refusal('def f():\n yield\n' + ''.join(' ' + line + '\n' for line in nested('while 1:', n).splitlines())) for n in (20, 21)]
[refusal('with a as b\n pass'), refusal('with (a as b, c)\n pass'), refusal('with a\n pass'), refusal('try:\n pass\nexcept\n pass')]
exec(compile('try:\n    1\n    None\n    2\nexcept: 3\nelse: 4', 'x', 'single'))
