namespace Enas.Backends.Cpu;

/// <summary>What an operation keeps for its gradient: a value, so that the tape stores it without allocating.</summary>
internal interface ITapeNode
{
    /// <summary>Adds to the gradients of the operands; <paramref name="result"/> has its gradient.</summary>
    void Backward(CpuScope scope, CpuTensor result);
}
