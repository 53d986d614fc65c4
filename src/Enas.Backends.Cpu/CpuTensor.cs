using Enas.Backends.Cpu.Memory;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>
/// A tensor of the CPU backend: a shape and contiguous floats, in a parameter's own memory or in its step's arena. The object is
/// a handle that
/// <see cref="HandleRing"/> gives to another tensor many steps later.
/// </summary>
internal sealed unsafe class CpuTensor : Tensor, INativeFloats
{
    private TensorShape _shape;
    private float* _data;

    /// <summary>A handle of a step, not in use yet.</summary>
    public CpuTensor() => Name = "";

    /// <summary>A parameter.</summary>
    public CpuTensor(TensorShape shape, float* data, string key)
    {
        _data = data;
        (_shape, Name) = (shape, key);
    }

    /// <inheritdoc />
    public override TensorShape Shape => _shape;

    /// <summary>The first element.</summary>
    public float* Data => _data;

    /// <summary>Weight key of a parameter, operation of any other tensor: for messages.</summary>
    public string Name { get; private set; }

    /// <summary>The step it belongs to; null for parameters.</summary>
    public CpuScope? Scope { get; private set; }

    /// <summary>The number of that step in its backend.</summary>
    public long Step { get; private set; }

    /// <summary>Whether a parameter, not a step's tensor.</summary>
    public bool IsParameter => Scope is null;

    /// <summary>Set when a parameter's memory has gone, or a sum has taken that of a step's tensor.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Whether it descends from a parameter in a step that records gradients.</summary>
    public bool IsTaped { get; set; }

    /// <summary>d loss / d this, or null as long as nothing has contributed.</summary>
    public float* Gradient { get; set; }

    /// <summary>Whether the gradient's memory is this tensor's alone, so that it can be given back when nobody reads it any more.</summary>
    public bool OwnsGradient { get; set; }

    /// <summary>Whether anything has contributed to the gradient.</summary>
    public bool HasGradient => Gradient != null;

    /// <summary>How many operations were given it, or read it otherwise.</summary>
    public int Uses { get; set; }

    /// <summary>Whether the gradient of the operation that made it reads its operands only, never these values.</summary>
    public bool IsForgottenByItsMaker { get; set; }

    /// <summary>Rows of the matrix view.</summary>
    public int Rows => Shape.Rows;

    /// <summary>Columns of the matrix view.</summary>
    public int Columns => Shape.Columns;

    /// <summary>Number of elements.</summary>
    public long Count => Shape.ElementCount;

    /// <summary>The elements.</summary>
    public Span<float> Values => new(Data, checked((int)Count));

    /// <summary>Makes it the handle of a tensor of a step.</summary>
    public void Become(TensorShape shape, float* data, string operation, CpuScope scope)
    {
        _data = data;
        (_shape, Name, Scope, Step) = (shape, operation, scope, scope.Step);
        IsTaped = false;
        Gradient = null;
        OwnsGradient = false;
        IsReleased = false;
        Uses = 0;
        IsForgottenByItsMaker = false;
    }
}
