namespace Enas.Backends.Cpu.Kernels;

/// <summary>How a second operand is repeated over the first.</summary>
internal enum Broadcast
{
    /// <summary>Same shape.</summary>
    None,

    /// <summary>One row [1, n], over all rows.</summary>
    Row,

    /// <summary>One column [m, 1], over all columns.</summary>
    Column,

    /// <summary>A block of rows [b, n], over all blocks of a [t·b, n].</summary>
    Block,
}
