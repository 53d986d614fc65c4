using Enas.Pipeline.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Native = TorchSharp.torch.Tensor;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <summary>One step: a dispose scope, and libtorch's tape. The operations are in the other parts of the class.</summary>
internal sealed partial class TorchScope : IStepScope
{
    private readonly TorchBackend _backend;
    private readonly bool _recordGradients;
    private readonly DisposeScope _memory;
    private readonly IDisposable _gradientMode;
    private readonly List<TorchTensor> _used = [];
    private readonly List<DeferredProduct> _deferred = [];
    private bool _closed;
    private bool _backwardDone;

    public TorchScope(TorchBackend backend, bool recordGradients)
    {
        (_backend, _recordGradients) = (backend, recordGradients);
        _memory = NewDisposeScope();
        _gradientMode = set_grad_enabled(recordGradients);
    }

    /// <summary>libtorch's tensors of this step that are alive now, those inside operations included.</summary>
    public int TensorCount => _closed ? 0 : _memory.DisposablesCount;

    private Device Device => _backend.Device;

    private bool IsMixed => _backend.Options.Precision == TorchPrecision.Bf16;

    /// <inheritdoc />
    public Tensor Constant(ReadOnlySpan<float> values, TensorShape shape)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException($"Constant: {values.Length} values for shape {shape}.");
        }

        return Result(nameof(Constant), shape, Transfer.Floats(values, TorchBackend.Sizes(shape), Device));
    }

    /// <inheritdoc />
    public Tensor Zeros(TensorShape shape) => Result(nameof(Zeros), shape, zeros(TorchBackend.Sizes(shape), ScalarType.Float32, Device));

    /// <inheritdoc />
    public void Backward(Tensor loss)
    {
        var root = Use(loss, nameof(Backward));
        if (root.Shape.ElementCount != 1)
        {
            throw new ArgumentException($"Backward: the loss is {root.Shape}, not [1, 1].");
        }

        if (!_recordGradients || _backwardDone)
        {
            throw new InvalidOperationException(
                _recordGradients ? "Backward runs once per step." : "Backward: this step records no gradients.");
        }

        _backwardDone = true;
        if (!root.Native.requires_grad)
        {
            return;
        }

        root.Native.backward();
        AddDeferredGradients();
        foreach (var parameter in _used)
        {
            parameter.Gradient = parameter.Native.grad;
        }
    }

    /// <inheritdoc />
    public Tensor? Gradient(Tensor parameter)
    {
        var tensor = Use(parameter, nameof(Gradient));
        return tensor is { IsParameter: true, Gradient: { } gradient } ? Result(nameof(Gradient), tensor.Shape, gradient) : null;
    }

    /// <inheritdoc />
    /// <remarks>Each parameter's own norm is libtorch's float32 reduction; they are put together in float64. One value is read.</remarks>
    public double GradientNorm(IReadOnlyList<Tensor> parameters)
    {
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        var norms = new List<Native>(parameters.Count);
        foreach (var parameter in parameters)
        {
            if (Use(parameter, nameof(GradientNorm)).Gradient is { } gradient)
            {
                norms.Add(gradient.norm());
            }
        }

        return norms.Count == 0 ? 0 : stack(norms).to(ScalarType.Float64).norm().item<double>();
    }

    /// <inheritdoc />
    public void Read(Tensor tensor, Span<float> destination)
    {
        var source = Use(tensor, nameof(Read));
        if (destination.Length != source.Shape.ElementCount)
        {
            throw new ArgumentException(
                $"Read: {source.Name} {source.Shape} has {source.Shape.ElementCount} elements, the span has {destination.Length}.");
        }

        Transfer.Read(source.Native, destination);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (var parameter in _used)
        {
            if (parameter.Gradient is not null)
            {
                parameter.Native.grad = null;
            }

            (parameter.Gradient, parameter.Rounded, parameter.IsUsed) = (null, null, false);
        }

        _gradientMode.Dispose();
        _memory.Dispose();
        _backend.EndStep();
    }

    /// <summary>The tensor as this backend's, checked to be alive.</summary>
    private TorchTensor Use(Tensor tensor, string operation)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (tensor is not TorchTensor own || own.IsReleased || !(own.IsParameter || own.Scope == this))
        {
            throw new InvalidOperationException(
                $"{operation}: the tensor {(tensor as TorchTensor)?.Name} {tensor.Shape} "
                    + $"is released, or belongs to a closed step or another backend.");
        }

        if (own is { IsParameter: true, IsUsed: false })
        {
            own.IsUsed = true;
            _used.Add(own);
        }

        return own;
    }

    private TorchTensor Result(string operation, TensorShape shape, Native native) => new(shape, native, operation, this);

    /// <summary>A tensor as a matrix: all dimensions but the last are rows.</summary>
    private static Native Matrix(TorchTensor tensor) =>
        tensor.Shape.Rank == 2 ? tensor.Native : tensor.Native.reshape(tensor.Shape.Rows, tensor.Shape.Columns);

    /// <summary>A matrix under the shape of a tensor that it was made from.</summary>
    private static Native Like(Native matrix, TensorShape shape) => shape.Rank == 2 ? matrix : matrix.reshape(TorchBackend.Sizes(shape));

    /// <summary>An operand of a product: rounded in mixed precision, a parameter once per step.</summary>
    private Native Operand(TorchTensor tensor)
    {
        if (!IsMixed)
        {
            return tensor.Native;
        }

        return tensor.IsParameter ? tensor.Rounded ??= tensor.Native.to(ScalarType.BFloat16) : tensor.Native.to(ScalarType.BFloat16);
    }

    private Native Operand(Native native) => IsMixed ? native.to(ScalarType.BFloat16) : native;

    private Native Full(Native product) => IsMixed ? product.to(ScalarType.Float32) : product;

    private static ArgumentException ShapeError(string operation, TorchTensor a, TorchTensor b) =>
        new($"{operation}: shapes {a.Shape} ({a.Name}) and {b.Shape} ({b.Name}) do not go together.");
}
