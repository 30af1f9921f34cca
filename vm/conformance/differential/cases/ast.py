# The classes of _ast, trees as objects, and objects compiled.
import _ast
import ast
TREE = 0x400
def expression(body): return compile(ast.fix_missing_locations(_ast.Expression(body)), '', 'eval')
def module(*body): return compile(ast.fix_missing_locations(_ast.Module(list(body))), '', 'exec')
name = lambda text, ctx=_ast.Load(): _ast.Name(text, ctx)
_ast.Name('x')
_ast.Name(1, 2, 3, 4)
_ast.AST(1)
_ast.Name('a', id=1)
sorted(_ast.arguments().__dict__.items())
_ast.Name('x').__replace__(id=3)
_ast.Name('x').__replace__(nothing=3)
_ast.Name('x').__reduce_ex__(4)
_ast.List([_ast.Name('x'), _ast.Name('y'), _ast.Name('z')])
_ast.stmt.__doc__
_ast.expr_context.__doc__
_ast.FunctionDef.__dict__['_field_types']
_ast.Load.__mro__
_ast.Name._attributes, _ast.Name._fields, _ast.Name.__match_args__
compile('f(a.b[c+d*2], [x,y,z])', '', 'eval', TREE)
compile('for x in y: print(x)\nclass A: pass', '', 'exec', TREE)
compile('t"{x!r:>{y}}"', '', 'eval', TREE)
compile('x=1;y', '', 'exec', TREE).body[1].__dict__
[n.col_offset for n in ast.walk(compile('é+b+c', '', 'eval', TREE)) if hasattr(n, 'col_offset')]
compile('u"x"', '', 'eval', TREE).body.kind
compile('x', '', 'eval', 1 << 30)
compile('x', '', 'eval', 0, False, 7)
compile('x', '', 'func_type')
compile('x', '', 'nothing')
compile(3, '', 'eval')
compile(_ast.Expression(body=_ast.Name('x')), '', 'eval')
compile(_ast.Expression(body=3), '', 'eval')
compile(_ast.Module(body=3), '', 'exec')
compile(_ast.Module(body=[]), '', 'eval')
compile(_ast.Expression(body=None), '', 'eval')
expression(_ast.Constant([]))
expression(name('True'))
expression(name('x', _ast.Store()))
expression(_ast.BoolOp(_ast.And(), [name('x')]))
expression(_ast.Compare(name('x'), [], []))
expression(_ast.Dict([name('x')], []))
expression(_ast.ListComp(name('x'), []))
module(_ast.FunctionDef('f', _ast.arguments(), []))
module(_ast.Delete([]))
module(_ast.Delete([_ast.Constant(1)]))
module(_ast.Try([_ast.Pass()], [], [], []))
module(_ast.ImportFrom('x', [_ast.alias('y')], -1))
module(_ast.Raise(None, name('x')))
module(None)
eval(expression(_ast.Constant((1, 2 + 3j, frozenset({1})))))
eval(compile(compile('[x*x for x in range(5)]', '', 'eval', TREE), '', 'eval'))
ast.dump(ast.parse('def f(a, /, b: int = 1, *c, d, **e) -> None: return a'))
ast.dump(ast.parse('match x:\n case {"a": [1, *_], **r} | A(b=c) if d: pass'))
ast.dump(ast.parse('x: int = 1'), indent=2, include_attributes=True)
ast.literal_eval('{"a": [1, -2.5, (3+4j)], b"x": {None, True}}')
ast.literal_eval('f(x)')
class Doubling(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.copy_location(ast.Constant(node.value * 2), node)
eval(compile(ast.fix_missing_locations(Doubling().visit(ast.parse('1 + 20', mode='eval'))), '', 'eval'))
ast.get_source_segment('a = b + c', ast.parse('a = b + c').body[0].value)
