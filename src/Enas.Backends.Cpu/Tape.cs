namespace Enas.Backends.Cpu;

/// <summary>The operations of a step in order; gradients run in reverse order, which fixes the order of every accumulation.</summary>
internal sealed unsafe class Tape
{
    private readonly List<(CpuTensor Output, Action Backward)> _nodes = [];

    /// <summary>Appends an operation.</summary>
    public void Add(CpuTensor output, Action backward) => _nodes.Add((output, backward));

    /// <summary>Runs the gradients of all operations that the loss depends on.</summary>
    public void RunBackward()
    {
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (_nodes[i].Output.Gradient != null)
            {
                _nodes[i].Backward();
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _nodes.Clear();
}
