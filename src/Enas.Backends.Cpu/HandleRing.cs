namespace Enas.Backends.Cpu;

/// <summary>
/// The handles of steps' tensors and the scopes themselves, used again only after <see cref="StepsUntilReuse"/> further steps. Until then a
/// handle of a closed step is recognised as such by its step number, and a closed scope stays closed; a caller that keeps one for longer
/// than that sees a tensor or a step it does not know.
/// </summary>
internal sealed class HandleRing
{
    /// <summary>Steps that a handle rests after the one it was made for.</summary>
    public const int StepsUntilReuse = 64;

    private readonly Queue<CpuTensor> _tensors = new();
    private readonly CpuScope?[] _scopes = new CpuScope?[StepsUntilReuse + 1];

    /// <summary>The number of the newest step, from 1 on.</summary>
    public long Step { get; private set; }

    /// <summary>A scope for the next step, closed still.</summary>
    public CpuScope NextScope(CpuBackend backend)
    {
        Step++;
        return _scopes[Step % _scopes.Length] ??= new CpuScope(backend);
    }

    /// <summary>A handle for a tensor of the newest step. Oldest handles come first, so the first one tells whether any
    /// has rested enough.</summary>
    public CpuTensor NextTensor()
    {
        var handle = _tensors.TryPeek(out var oldest) && oldest.Step < Step - StepsUntilReuse ? _tensors.Dequeue() : new CpuTensor();
        _tensors.Enqueue(handle);
        return handle;
    }
}
