using System.Diagnostics.CodeAnalysis;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>One step: its tensors, its tape, its memory. The operations are in the other parts of the class, each next
/// to its gradient.</summary>
internal sealed unsafe partial class CpuScope(CpuBackend backend) : IStepScope
{
    private readonly Tape _tape = backend.Tape;
    private readonly List<CpuTensor> _parametersWithGradient = backend.ParametersWithGradient;
    private readonly List<CpuTensor> _operands = backend.Operands;
    private bool _recordGradients;
    private bool _closed = true;
    private bool _backwardDone;

    /// <summary>The number of the step in its backend: a tensor that names another one belongs to a closed step.</summary>
    public long Step { get; private set; }

    /// <summary>Tensors of this step alive now.</summary>
    public int TensorCount { get; private set; }

    private Gemm Gemm => backend.Gemm;

    private Threads.WorkerPool Pool => backend.Pool;

    /// <summary>Starts a step. The scope object has been closed for many steps, if it was ever open: see
    /// <see cref="HandleRing"/>.</summary>
    public void Open(long step, bool recordGradients)
    {
        (Step, _recordGradients) = (step, recordGradients);
        (_closed, _backwardDone) = (false, false);
    }

    /// <inheritdoc />
    public Tensor Constant(ReadOnlySpan<float> values, TensorShape shape)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException($"Constant: {values.Length} values for shape {shape}.");
        }

        var result = NewTensor(nameof(Constant), shape);
        values.CopyTo(result.Values);
        return result;
    }

    /// <inheritdoc />
    public Tensor Zeros(TensorShape shape)
    {
        var result = NewTensor(nameof(Zeros), shape);
        result.Values.Clear();
        return result;
    }

    /// <inheritdoc />
    public void Backward(Tensor loss)
    {
        var root = Use(loss, nameof(Backward));
        if (root.Count != 1)
        {
            throw new ArgumentException($"Backward: the loss is {root.Shape}, not [1, 1].");
        }

        if (!_recordGradients || _backwardDone)
        {
            throw new InvalidOperationException(
                _recordGradients ? "Backward runs once per step." : "Backward: this step records no gradients.");
        }

        _backwardDone = true;
        if (root.IsTaped)
        {
            *GradientOf(root) = 1f;
            _tape.RunBackward(this);
        }
    }

    /// <summary>
    /// As <see cref="Backward(Tensor)"/>, but from any tensor with a given upstream gradient of its shape, which is read where it lies: a
    /// layer by itself, without a loss, for the benchmarks.
    /// </summary>
    internal void Backward(Tensor result, Tensor upstream)
    {
        var (root, gradient) = (Use(result, nameof(Backward)), Use(upstream, nameof(Backward)));
        if (root.Shape != gradient.Shape)
        {
            throw ShapeError(nameof(Backward), root, gradient);
        }

        root.Gradient = gradient.Data;
        _tape.RunBackward(this);
    }

    /// <inheritdoc />
    public Tensor? Gradient(Tensor parameter)
    {
        var tensor = Use(parameter, nameof(Gradient));
        return tensor.IsParameter && tensor.Gradient != null ? Adopt(nameof(Gradient), tensor.Shape, tensor.Gradient) : null;
    }

    /// <inheritdoc />
    public double GradientNorm(IReadOnlyList<Tensor> parameters)
    {
        var squares = 0.0;
        for (var i = 0; i < parameters.Count; i++)
        {
            var tensor = Use(parameters[i], nameof(GradientNorm));
            if (tensor.Gradient != null)
            {
                squares += Reductions.LongSumOfSquares(Pool, tensor.Gradient, tensor.Count);
            }
        }

        return Math.Sqrt(squares);
    }

    /// <inheritdoc />
    public void Read(Tensor tensor, Span<float> destination)
    {
        var source = Use(tensor, nameof(Read));
        if (destination.Length != source.Count)
        {
            throw new ArgumentException(
                $"Read: {source.Name} {source.Shape} has {source.Count} elements, the span has {destination.Length}.");
        }

        source.Values.CopyTo(destination);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (var parameter in _parametersWithGradient)
        {
            parameter.Gradient = null;
            parameter.IsTaped = false;
        }

        _parametersWithGradient.Clear();
        _operands.Clear();
        _tape.Clear();
        TensorCount = 0;
        backend.EndStep();
    }

    /// <summary>The tensor as this backend's, checked to be alive.</summary>
    private CpuTensor Use(Tensor tensor, string operation)
    {
        if (_closed)
        {
            ThrowClosed(operation);
        }

        if (tensor is not CpuTensor own || own.IsReleased || !(own.IsParameter || (own.Scope == this && own.Step == Step)))
        {
            ThrowForeign(tensor, operation);
            return null!;
        }

        own.Uses++;
        return own;
    }

    /// <summary>Whether an operation on these tensors goes on the tape.</summary>
    private bool Tapes(CpuTensor tensor) => _recordGradients && (tensor.IsParameter || tensor.IsTaped);

    private float* Allocate(long count) => backend.Arena.Allocate(count);

    /// <summary>A new tensor of this step, values not yet set.</summary>
    private CpuTensor NewTensor(string operation, TensorShape shape) => Adopt(operation, shape, Allocate(shape.ElementCount));

    /// <summary>A new tensor of this step over memory that the arena has handed out already.</summary>
    private CpuTensor Adopt(string operation, TensorShape shape, float* data)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        TensorCount++;
        var tensor = backend.Handles.NextTensor();
        tensor.Become(shape, data, operation, this);
        return tensor;
    }

    /// <summary>Puts <paramref name="output"/> on the tape; the gradient of <paramref name="node"/> runs only when it has one.</summary>
    private void Record<TNode>(CpuTensor output, in TNode node)
        where TNode : struct, ITapeNode
    {
        output.IsTaped = true;
        _tape.Add(output, node);
    }

    /// <summary>The gradient to add to, zero-filled when nothing has contributed yet.</summary>
    private float* GradientOf(CpuTensor tensor)
    {
        var gradient = GradientOf(tensor, out var accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, checked((int)tensor.Count)).Clear();
        }

        return gradient;
    }

    /// <summary>The gradient to add to, or to overwrite when <paramref name="accumulate"/> is false because nothing
    /// has contributed yet.</summary>
    private float* GradientOf(CpuTensor tensor, out bool accumulate)
    {
        accumulate = tensor.Gradient != null;
        if (!accumulate)
        {
            SetGradient(tensor, Allocate(tensor.Count));
        }

        return tensor.Gradient;
    }

    /// <summary>Makes memory of this step the gradient of a tensor that has none yet.</summary>
    private void SetGradient(CpuTensor tensor, float* gradient)
    {
        tensor.Gradient = gradient;
        if (tensor.IsParameter)
        {
            _parametersWithGradient.Add(tensor);
        }
        else
        {
            tensor.OwnsGradient = true;
        }
    }

    /// <summary>Gives the memory of a gradient back: its operation, which alone reads it, has run.</summary>
    internal void ForgetGradient(CpuTensor result)
    {
        if (result.OwnsGradient)
        {
            backend.Arena.GiveBack(result.Gradient, result.Count);
            result.Gradient = null;
            result.OwnsGradient = false;
        }
    }

    [DoesNotReturn]
    private static void ThrowClosed(string operation) =>
        throw new ObjectDisposedException(nameof(IStepScope), $"{operation}: the step is closed.");

    [DoesNotReturn]
    private static void ThrowForeign(Tensor tensor, string operation) => throw new InvalidOperationException(
        $"{operation}: the tensor {(tensor as CpuTensor)?.Name} {tensor.Shape} "
            + $"is released or summed over, or belongs to a closed step or another backend.");

    private static ArgumentException ShapeError(string operation, CpuTensor a, CpuTensor b) =>
        new($"{operation}: shapes {a.Shape} ({a.Name}) and {b.Shape} ({b.Name}) do not go together.");
}
