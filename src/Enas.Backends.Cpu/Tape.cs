namespace Enas.Backends.Cpu;

/// <summary>
/// The operations of a step in order; gradients run in reverse order, which fixes the order of every accumulation. Entries are kept from
/// step to step, one pool per type of node, so that a step in steady state allocates none.
/// </summary>
internal sealed class Tape
{
    private static int s_nodeTypes;

    private readonly List<Entry> _entries = [];
    private readonly List<EntryPool?> _pools = [];

    /// <summary>Appends an operation.</summary>
    public void Add<TNode>(CpuTensor output, in TNode node)
        where TNode : struct, ITapeNode
    {
        var entry = PoolOf<TNode>().Next();
        entry.Set(output, node);
        _entries.Add(entry);
    }

    /// <summary>Runs the gradients of all operations that the loss depends on.</summary>
    public void RunBackward(CpuScope scope)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            _entries[i].Run(scope);
        }
    }

    /// <summary>Forgets the operations and takes their entries back.</summary>
    public void Clear()
    {
        foreach (var entry in _entries)
        {
            entry.Clear();
        }

        foreach (var pool in _pools)
        {
            pool?.TakeBack();
        }

        _entries.Clear();
    }

    private EntryPool<TNode> PoolOf<TNode>()
        where TNode : struct, ITapeNode
    {
        var index = NodeType<TNode>.Index;
        while (_pools.Count <= index)
        {
            _pools.Add(null);
        }

        return (EntryPool<TNode>)(_pools[index] ??= new EntryPool<TNode>());
    }

    /// <summary>The number of a type of node in this process: finds its pool without a dictionary.</summary>
    private static class NodeType<TNode>
    {
        public static readonly int Index = Interlocked.Increment(ref s_nodeTypes) - 1;
    }

    private abstract class Entry
    {
        public abstract void Run(CpuScope scope);

        public abstract void Clear();
    }

    private sealed class Entry<TNode> : Entry
        where TNode : struct, ITapeNode
    {
        private CpuTensor? _output;
        private TNode _node;

        public void Set(CpuTensor output, in TNode node) => (_output, _node) = (output, node);

        public override void Run(CpuScope scope)
        {
            if (_output!.HasGradient)
            {
                _node.Backward(scope, _output);
                scope.ForgetGradient(_output);
            }
        }

        public override void Clear() => (_output, _node) = (null, default);
    }

    private abstract class EntryPool
    {
        public abstract void TakeBack();
    }

    private sealed class EntryPool<TNode> : EntryPool
        where TNode : struct, ITapeNode
    {
        private readonly List<Entry<TNode>> _all = [];
        private int _used;

        public Entry<TNode> Next()
        {
            if (_used == _all.Count)
            {
                _all.Add(new Entry<TNode>());
            }

            return _all[_used++];
        }

        public override void TakeBack() => _used = 0;
    }
}
