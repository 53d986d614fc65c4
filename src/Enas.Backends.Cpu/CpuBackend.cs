using System.Runtime.InteropServices;
using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Kernels.Convolution;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>
/// The managed backend. Its bits depend on nothing but the inputs: not on the thread count, not on the width of the machine's vectors.
/// </summary>
public sealed unsafe class CpuBackend : ITensorBackend
{
    private readonly SortedDictionary<long, (CpuTensor Tensor, NativeBuffer Memory)> _parameters = [];
    private CpuScope? _scope;
    private long _parameterBytes;
    private long _peakBytes;
    private bool _disposed;

    /// <summary>This backend, for whoever chooses among backends.</summary>
    public static IBackendKind Kind { get; } = new CpuBackendKind();

    /// <summary>A backend on <paramref name="threads"/> threads with the fastest instructions of this machine.</summary>
    public CpuBackend(int threads)
        : this(threads, InstructionPaths.Best)
    {
    }

    /// <summary>A backend whose matrix products take a given path: the tests compare the bits of all paths.</summary>
    internal CpuBackend(int threads, InstructionPath path)
    {
        Pool = new WorkerPool(threads);
        Gemm = new Gemm(Pool, path);
        Images = new ImageKernels(Pool, path);
    }

    /// <inheritdoc />
    public string Name => "cpu";

    /// <inheritdoc />
    public string Numerics => "cpu-exact/1";

    /// <inheritdoc />
    public bool IsExact => true;

    /// <inheritdoc />
    public (long Live, long Peak) MemoryBytes
    {
        get
        {
            var live = _parameterBytes + Arena.HeldBytes + Gemm.HeldBytes + Images.HeldBytes;
            return (live, _peakBytes = Math.Max(_peakBytes, live));
        }
    }

    /// <inheritdoc />
    public int LiveStepTensorCount => _scope?.TensorCount ?? 0;

    /// <summary>The threads.</summary>
    internal WorkerPool Pool { get; }

    /// <summary>The matrix products.</summary>
    internal Gemm Gemm { get; }

    /// <summary>The kernels for images.</summary>
    internal ImageKernels Images { get; }

    /// <summary>The open step's memory.</summary>
    internal StepArena Arena { get; } = new();

    /// <summary>Handles and scopes, used again after many steps.</summary>
    internal HandleRing Handles { get; } = new();

    /// <summary>The open step's operations.</summary>
    internal Tape Tape { get; } = new();

    /// <summary>The parameters that have a gradient in the open step.</summary>
    internal List<CpuTensor> ParametersWithGradient { get; } = [];

    /// <summary>The operands of the open step's operations that take lists.</summary>
    internal List<CpuTensor> Operands { get; } = [];

    /// <inheritdoc />
    public IReadOnlyList<KeyValuePair<string, string>> Describe() =>
    [
        new("threads", Pool.ThreadCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("instructions", InstructionPaths.NameOf(Gemm.Path)),
        new("runtime", RuntimeInformation.FrameworkDescription),
    ];

    /// <inheritdoc />
    public Tensor CreateParameter(string key, TensorShape shape)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var memory = new NativeBuffer(shape.ElementCount);
        var tensor = new CpuTensor(shape, memory.Data, key);
        _parameters.Add((long)memory.Data, (tensor, memory));
        _parameterBytes += memory.Bytes;
        _ = MemoryBytes;
        return tensor;
    }

    /// <inheritdoc />
    public void Release(Tensor parameter)
    {
        var tensor = Parameter(parameter);
        if (tensor.Gradient != null)
        {
            throw new InvalidOperationException($"Parameter '{tensor.Name}' is still used by the open step.");
        }

        _parameters.Remove((long)tensor.Data, out var entry);
        tensor.IsReleased = true;
        _parameterBytes -= entry.Memory.Bytes;
        entry.Memory.Dispose();
    }

    /// <inheritdoc />
    public void Read(Tensor parameter, Span<float> destination)
    {
        var tensor = Parameter(parameter);
        CheckLength(tensor, destination.Length);
        tensor.Values.CopyTo(destination);
    }

    /// <inheritdoc />
    public void Write(Tensor parameter, ReadOnlySpan<float> source)
    {
        var tensor = Parameter(parameter);
        CheckLength(tensor, source.Length);
        source.CopyTo(tensor.Values);
    }

    /// <inheritdoc />
    public IStepScope BeginStep(bool recordGradients)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_scope is not null)
        {
            throw new InvalidOperationException("A step is open already; at most one is at a time.");
        }

        _scope = Handles.NextScope(this);
        _scope.Open(Handles.Step, recordGradients);
        return _scope;
    }

    /// <inheritdoc />
    public void SgdStep(IStepScope scope, IReadOnlyList<Tensor> parameters, float learningRate, float gradientScale, float l2)
    {
        CheckOpen(scope);
        var operation = new SgdOperation(learningRate, gradientScale, 2f * l2);
        for (var i = 0; i < parameters.Count; i++)
        {
            var tensor = Parameter(parameters[i]);
            if (tensor.Gradient != null)
            {
                ElementWise.Run(Pool, operation, tensor.Data, tensor.Gradient, tensor.Gradient, tensor.Count);
            }
        }
    }

    /// <inheritdoc />
    public void AdamStep(IStepScope scope, Tensor parameter, Tensor firstMoment,
        Tensor secondMoment, float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale)
    {
        CheckOpen(scope);
        var (w, m, v) = (Parameter(parameter), Parameter(firstMoment), Parameter(secondMoment));
        if (m.Count != w.Count || v.Count != w.Count)
        {
            throw new ArgumentException($"Adam: '{w.Name}' is {w.Shape}, its moments are {m.Shape} and {v.Shape}.");
        }

        if (w.Gradient == null)
        {
            return;
        }

        var kernel = new AdamKernel(rate, beta1, beta2, secondMomentScale, epsilon, gradientScale);
        var run = new AdamRun(kernel, w, m, v, w.Count < 1 << 15 ? 1 : Pool.ThreadCount);
        Pool.Run(run.Parts, ref run);
    }

    /// <inheritdoc />
    public void NesterovStep(IStepScope scope, Tensor parameter, Tensor velocity, float rate, float momentum, float gradientScale, float l2)
    {
        CheckOpen(scope);
        var (w, v) = (Parameter(parameter), Parameter(velocity));
        if (v.Count != w.Count)
        {
            throw new ArgumentException($"Nesterov: '{w.Name}' is {w.Shape}, its velocity {v.Shape}.");
        }

        if (w.Gradient == null)
        {
            return;
        }

        var kernel = new NesterovKernel(rate, momentum, gradientScale, 2f * l2);
        var run = new NesterovRun(kernel, w, v, w.Count < 1 << 15 ? 1 : Pool.ThreadCount);
        Pool.Run(run.Parts, ref run);
    }

    /// <inheritdoc />
    public void Lerp(Tensor target, Tensor source, float weight)
    {
        var (to, from) = (Parameter(target), Parameter(source));
        if (to.Count != from.Count)
        {
            throw new ArgumentException($"Lerp: '{to.Name}' is {to.Shape}, '{from.Name}' is {from.Shape}.");
        }

        ElementWise.Run(Pool, new LerpOperation(weight), to.Data, from.Data, from.Data, to.Count);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _scope?.Dispose();
        foreach (var (tensor, memory) in _parameters.Values)
        {
            tensor.IsReleased = true;
            memory.Dispose();
        }

        _parameters.Clear();
        Pool.Dispose();
        Gemm.Dispose();
        Images.Dispose();
        Arena.Dispose();
    }

    /// <summary>Called by the scope when it closes.</summary>
    internal void EndStep()
    {
        _ = MemoryBytes;
        Arena.Reset();
        _scope = null;
    }

    private static void CheckLength(CpuTensor tensor, int length)
    {
        if (length != tensor.Count)
        {
            throw new ArgumentException($"Parameter '{tensor.Name}' {tensor.Shape} has {tensor.Count} elements, the span has {length}.");
        }
    }

    private CpuTensor Parameter(Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (tensor is not CpuTensor { IsParameter: true } parameter
            || parameter.IsReleased || !_parameters.ContainsKey((long)parameter.Data))
        {
            throw new ArgumentException(
                "Not a living parameter of this backend: " + ((tensor as CpuTensor)?.Name ?? tensor.GetType().Name));
        }

        return parameter;
    }

    private void CheckOpen(IStepScope scope)
    {
        if (scope is not CpuScope || scope != _scope)
        {
            throw new InvalidOperationException("The step is closed, or belongs to another backend.");
        }
    }

    private readonly struct AdamRun(AdamKernel kernel, CpuTensor w, CpuTensor m, CpuTensor v, int parts) : IParallelBody
    {
        public int Parts => parts;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(w.Count, Lanes.Count, part, parts);
            kernel.Run(w.Data + start, m.Data + start, v.Data + start, w.Gradient + start, (nint)(end - start));
        }
    }

    private readonly struct NesterovRun(NesterovKernel kernel, CpuTensor w, CpuTensor v, int parts) : IParallelBody
    {
        public int Parts => parts;

        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(w.Count, Lanes.Count, part, parts);
            kernel.Run(w.Data + start, v.Data + start, w.Gradient + start, (nint)(end - start));
        }
    }
}
