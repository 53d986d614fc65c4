namespace Enas.Backends.Cpu.Memory;

/// <summary>Floats outside the managed heap that somebody else keeps alive: what the cell needs of a tensor.</summary>
internal unsafe interface INativeFloats
{
    /// <summary>The first element.</summary>
    float* Data { get; }
}
