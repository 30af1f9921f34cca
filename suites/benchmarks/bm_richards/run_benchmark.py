"""Martin Richards' operating-system kernel, after his description: six tasks pass packets to each other.

An idle task, a worker, two handlers and two devices, scheduled by priority. Numbers of packets queued and
of tasks held are known from the original (23246 and 9297).

    python run_benchmark.py            methods overridden in subclasses
    python run_benchmark.py --super    the same, with every method called through super() on the way
"""

import sys

import pyperf

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = range(2)
BUFFER_SIZE = 4
ROUNDS = 1
EXPECTED = (23246, 9297)


class Packet:
    def __init__(self, link, identity, kind):
        self.link = link
        self.identity = identity
        self.kind = kind
        self.datum = 0
        self.data = [0] * BUFFER_SIZE

    def append_to(self, queue):
        """The queue with this packet at its end."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class TaskState:
    """Whether a task has a packet, waits for one, or is held back."""

    def __init__(self, packet_pending=False, waiting=False, holding=False):
        self.packet_pending = packet_pending
        self.waiting = waiting
        self.holding = holding

    def is_held_or_waiting(self):
        return self.holding or (not self.packet_pending and self.waiting)

    def is_waiting_with_packet(self):
        return self.packet_pending and self.waiting and not self.holding

    def run_now(self, packet_pending):
        self.packet_pending = packet_pending
        self.waiting = False
        self.holding = False


class Task(TaskState):
    def __init__(self, kernel, identity, priority, queue, waiting):
        super().__init__(queue is not None, waiting)
        self.kernel = kernel
        self.identity = identity
        self.priority = priority
        self.queue = queue
        self.link = kernel.tasks
        kernel.tasks = self
        kernel.table[identity] = self

    def handle(self, packet):
        """What the task does with a packet, or with None; gives the task to go on with."""
        raise NotImplementedError

    def add_packet(self, packet, sender):
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def run(self):
        packet = None
        if self.is_waiting_with_packet():
            packet = self.queue
            self.queue = packet.link
            self.run_now(self.queue is not None)
        return self.handle(packet)

    def wait(self):
        self.waiting = True
        return self

    def hold(self):
        self.kernel.held += 1
        self.holding = True
        return self.link

    def release(self, identity):
        task = self.kernel.find(identity)
        task.holding = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        task = self.kernel.find(packet.identity)
        self.kernel.queued += 1
        packet.link = None
        packet.identity = self.identity
        return task.add_packet(packet, self)


class IdleTask(Task):
    def __init__(self, kernel, identity, priority, queue, waiting):
        super().__init__(kernel, identity, priority, queue, waiting)
        self.control = 1
        self.count = 10000

    def handle(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1 == 0:
            self.control >>= 1
            return self.release(DEVICE_A)
        self.control = self.control >> 1 ^ 0xD008
        return self.release(DEVICE_B)


class WorkerTask(Task):
    def __init__(self, kernel, identity, priority, queue, waiting):
        super().__init__(kernel, identity, priority, queue, waiting)
        self.destination = HANDLER_A
        self.letter = 0

    def handle(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.identity = self.destination
        packet.datum = 0
        for at in range(BUFFER_SIZE):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[at] = 64 + self.letter
        return self.send(packet)


class HandlerTask(Task):
    def __init__(self, kernel, identity, priority, queue, waiting):
        super().__init__(kernel, identity, priority, queue, waiting)
        self.work = None
        self.devices = None

    def handle(self, packet):
        if packet is not None:
            if packet.kind == WORK_PACKET:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is None:
            return self.wait()
        at = work.datum
        if at >= BUFFER_SIZE:
            self.work = work.link
            return self.send(work)
        device = self.devices
        if device is None:
            return self.wait()
        self.devices = device.link
        device.datum = work.data[at]
        work.datum = at + 1
        return self.send(device)


class DeviceTask(Task):
    def __init__(self, kernel, identity, priority, queue, waiting):
        super().__init__(kernel, identity, priority, queue, waiting)
        self.pending = None

    def handle(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.wait()
            self.pending = None
            return self.send(packet)
        self.pending = packet
        return self.hold()


def through_super(task_class):
    """A subclass whose every step asks its parent class first."""

    class Through(task_class):
        def handle(self, packet):
            return super().handle(packet)

        def wait(self):
            return super().wait()

        def hold(self):
            return super().hold()

        def send(self, packet):
            return super().send(packet)

        def add_packet(self, packet, sender):
            return super().add_packet(packet, sender)

        def is_held_or_waiting(self):
            return super().is_held_or_waiting()

    return Through


class Kernel:
    def __init__(self):
        self.tasks = None
        self.table = [None] * 6
        self.held = 0
        self.queued = 0

    def find(self, identity):
        task = self.table[identity]
        if task is None:
            raise LookupError(f"no task {identity}")
        return task

    def schedule(self):
        task = self.tasks
        while task is not None:
            if task.is_held_or_waiting():
                task = task.link
            else:
                task = task.run()


def run_kernel(idle, worker, handler, device):
    kernel = Kernel()
    idle(kernel, IDLE, 1, None, False).run_now(False)
    queue = Packet(Packet(None, WORKER, WORK_PACKET), WORKER, WORK_PACKET)
    worker(kernel, WORKER, 1000, queue, True)
    for identity, priority, source in ((HANDLER_A, 2000, DEVICE_A), (HANDLER_B, 3000, DEVICE_B)):
        queue = None
        for _ in range(3):
            queue = Packet(queue, source, DEVICE_PACKET)
        handler(kernel, identity, priority, queue, True)
    device(kernel, DEVICE_A, 4000, None, True)
    device(kernel, DEVICE_B, 5000, None, True)
    kernel.schedule()
    return kernel.queued, kernel.held


def bench_richards(classes):
    for _ in range(ROUNDS):
        found = run_kernel(*classes)
        if found != EXPECTED:
            raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    classes = [IdleTask, WorkerTask, HandlerTask, DeviceTask]
    name = "richards"
    if "--super" in sys.argv:
        sys.argv.remove("--super")
        classes = [through_super(task_class) for task_class in classes]
        name = "richards_super"

    def add_cmdline_args(command, args):
        if name == "richards_super":
            command.append("--super")

    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.metadata["description"] = "Richards' kernel: method calls, attributes and linked lists."
    runner.bench_func(name, bench_richards, classes)
