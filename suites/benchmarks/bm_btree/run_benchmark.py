"""A B-tree with insertion, search, range scans and deletion by borrowing and merging (Bayer and McCreight)."""

import pyperf

KEYS = 2500
DEGREE = 8
EXPECTED = (1222, 23, 1536934, 1222)


class Node:
    __slots__ = ("keys", "values", "children")

    def __init__(self):
        self.keys = []
        self.values = []
        self.children = []

    def is_leaf(self):
        return not self.children

    def find(self, key):
        """The first place whose key is not below the one sought."""
        low, high = 0, len(self.keys)
        while low < high:
            middle = (low + high) // 2
            if self.keys[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low


class BTree:
    def __init__(self, degree):
        self.degree = degree
        self.root = Node()
        self.count = 0

    def __len__(self):
        return self.count

    def __getitem__(self, key):
        node = self.root
        while True:
            at = node.find(key)
            if at < len(node.keys) and node.keys[at] == key:
                return node.values[at]
            if node.is_leaf():
                raise KeyError(key)
            node = node.children[at]

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __setitem__(self, key, value):
        root = self.root
        if len(root.keys) == 2 * self.degree - 1:
            self.root = Node()
            self.root.children.append(root)
            self.split_child(self.root, 0)
        node = self.root
        while True:
            at = node.find(key)
            if at < len(node.keys) and node.keys[at] == key:
                node.values[at] = value
                return
            if node.is_leaf():
                node.keys.insert(at, key)
                node.values.insert(at, value)
                self.count += 1
                return
            if len(node.children[at].keys) == 2 * self.degree - 1:
                self.split_child(node, at)
                if node.keys[at] == key:
                    node.values[at] = value
                    return
                if node.keys[at] < key:
                    at += 1
            node = node.children[at]

    def split_child(self, parent, at):
        child, right, middle = parent.children[at], Node(), self.degree - 1
        parent.keys.insert(at, child.keys[middle])
        parent.values.insert(at, child.values[middle])
        parent.children.insert(at + 1, right)
        right.keys, child.keys = child.keys[middle + 1 :], child.keys[:middle]
        right.values, child.values = child.values[middle + 1 :], child.values[:middle]
        if child.children:
            right.children, child.children = child.children[middle + 1 :], child.children[: middle + 1]

    def __delitem__(self, key):
        if not self.delete(self.root, key):
            raise KeyError(key)
        if not self.root.keys and self.root.children:
            self.root = self.root.children[0]
        self.count -= 1

    def delete(self, node, key):
        at = node.find(key)
        here = at < len(node.keys) and node.keys[at] == key
        if node.is_leaf():
            if here:
                del node.keys[at]
                del node.values[at]
            return here
        if here:
            if len(node.children[at].keys) >= self.degree:
                node.keys[at], node.values[at] = self.pop_last(node.children[at])
                return True
            if len(node.children[at + 1].keys) >= self.degree:
                node.keys[at], node.values[at] = self.pop_first(node.children[at + 1])
                return True
            self.merge(node, at)
            return self.delete(node.children[at], key)
        return self.delete(node.children[self.fill(node, at)], key)

    def fill(self, node, at):
        """Makes sure that child `at` can lose a key; gives its place, which a merge moves."""
        child = node.children[at]
        if len(child.keys) >= self.degree:
            return at
        if at > 0 and len(node.children[at - 1].keys) >= self.degree:
            left = node.children[at - 1]
            child.keys.insert(0, node.keys[at - 1])
            child.values.insert(0, node.values[at - 1])
            node.keys[at - 1], node.values[at - 1] = left.keys.pop(), left.values.pop()
            if left.children:
                child.children.insert(0, left.children.pop())
            return at
        if at < len(node.keys) and len(node.children[at + 1].keys) >= self.degree:
            right = node.children[at + 1]
            child.keys.append(node.keys[at])
            child.values.append(node.values[at])
            node.keys[at], node.values[at] = right.keys.pop(0), right.values.pop(0)
            if right.children:
                child.children.append(right.children.pop(0))
            return at
        if at == len(node.keys):
            at -= 1
        self.merge(node, at)
        return at

    def merge(self, node, at):
        left, right = node.children[at], node.children.pop(at + 1)
        left.keys += [node.keys.pop(at)] + right.keys
        left.values += [node.values.pop(at)] + right.values
        left.children += right.children

    def pop_last(self, node):
        while not node.is_leaf():
            node = node.children[self.fill(node, len(node.keys))]
        return node.keys.pop(), node.values.pop()

    def pop_first(self, node):
        while not node.is_leaf():
            node = node.children[self.fill(node, 0)]
        return node.keys.pop(0), node.values.pop(0)

    def items(self, low, high):
        """Yields (key, value) with low <= key < high in order."""
        yield from self.walk(self.root, low, high)

    def walk(self, node, low, high):
        at = node.find(low)
        while at < len(node.keys) and node.keys[at] < high:
            if node.children:
                yield from self.walk(node.children[at], low, high)
            yield node.keys[at], node.values[at]
            at += 1
        if node.children:
            yield from self.walk(node.children[at], low, high)


def bench_btree():
    tree = BTree(DEGREE)
    key = 1
    for number in range(KEYS):
        key = key * 16807 % 2147483647
        tree[key % 100000] = number
    present = sum(1 for probe in range(0, 100000, 97) if probe in tree)
    total = sum(value for low in range(0, 100000, 10000) for _, value in tree.items(low, low + 5000))
    for probe in list(tree.items(20000, 70000)):
        del tree[probe[0]]
    found = len(tree), present, total, sum(1 for _ in tree.items(0, 100000))
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A B-tree: special methods, slices, recursive generators."
    runner.bench_func("btree", bench_btree)
