using Enas.Pipeline.Tensors;
using Native = TorchSharp.torch.Tensor;

namespace Enas.Backends.Torch;

/// <summary>A tensor of the Torch backend: libtorch's own, and what the port knows of it.</summary>
internal sealed class TorchTensor(TensorShape shape, Native native, string name, TorchScope? scope) : Tensor
{
    /// <inheritdoc />
    public override TensorShape Shape { get; } = shape;

    /// <summary>libtorch's tensor, of the same shape.</summary>
    public Native Native { get; } = native;

    /// <summary>Weight key of a parameter, operation of any other tensor: for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The step it belongs to; null for parameters.</summary>
    public TorchScope? Scope { get; } = scope;

    /// <summary>Whether a parameter, not a step's tensor.</summary>
    public bool IsParameter => Scope is null;

    /// <summary>Set when a parameter's memory has gone.</summary>
    public bool IsReleased { get; set; }

    /// <summary>A parameter rounded for mixed precision within the open step, so that it is rounded once per step.</summary>
    public Native? Rounded { get; set; }

    /// <summary>A parameter's gradient in the open step.</summary>
    public Native? Gradient { get; set; }

    /// <summary>Whether the open step has seen this parameter.</summary>
    public bool IsUsed { get; set; }
}
