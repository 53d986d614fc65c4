using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>A tensor of the CPU backend: a shape and contiguous floats, in a parameter's own memory or in its step's arena.</summary>
internal sealed unsafe class CpuTensor(TensorShape shape, float* data, string name, CpuScope? scope) : Tensor
{
    private readonly float* _data = data;

    /// <inheritdoc />
    public override TensorShape Shape { get; } = shape;

    /// <summary>The first element.</summary>
    public float* Data => _data;

    /// <summary>Weight key of a parameter, operation of any other tensor: for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The step it belongs to; null for parameters.</summary>
    public CpuScope? Scope { get; } = scope;

    /// <summary>Whether a parameter, not a step's tensor.</summary>
    public bool IsParameter => Scope is null;

    /// <summary>Set when a parameter's memory has gone.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Whether it descends from a parameter in a step that records gradients.</summary>
    public bool IsTaped { get; set; }

    /// <summary>d loss / d this, or null as long as nothing has contributed.</summary>
    public float* Gradient { get; set; }

    /// <summary>Rows of the matrix view.</summary>
    public int Rows => Shape.Rows;

    /// <summary>Columns of the matrix view.</summary>
    public int Columns => Shape.Columns;

    /// <summary>Number of elements.</summary>
    public long Count => Shape.ElementCount;

    /// <summary>The elements.</summary>
    public Span<float> Values => new(Data, checked((int)Count));
}
