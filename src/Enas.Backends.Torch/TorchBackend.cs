using System.Runtime.InteropServices;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <summary>
/// The tensor port on libtorch, on its CPU or on a CUDA device. Gradients are libtorch's own. Its bits are those of one build of libtorch
/// on one kind of device with one number of threads, so it promises none.
/// </summary>
public sealed class TorchBackend : ITensorBackend
{
    // Of a GPU's allocator, of the CPU's, and of C++.
    private static readonly string[] s_outOfMemory = ["out of memory", "can't allocate memory", "bad_alloc"];

    private readonly List<TorchTensor> _parameters = [];
    private readonly string _folder;
    private TorchScope? _scope;
    private long _parameterBytes;
    private long _peakBytes;
    private bool _disposed;

    private TorchBackend(TorchOptions options, string folder)
    {
        (Options, _folder) = (options, folder);
        Device = device(options.Device);
        InitializeDeviceType(Device.type);
        if (options.Threads is { } threads)
        {
            set_num_threads(threads);
        }

        // Both are switches of the whole process; the last backend created says what they are.
        backends.cuda.matmul.allow_tf32 = options.Precision == TorchPrecision.Tf32;
        backends.cudnn.allow_tf32 = options.Precision == TorchPrecision.Tf32;
    }

    /// <inheritdoc />
    public string Name => "torch";

    /// <inheritdoc />
    public string Numerics => $"torch/{string.Join('.', __version__.Split('.', '+').Take(2))}/{Options.DeviceKind}/{PrecisionName}";

    /// <inheritdoc />
    public bool IsExact => false;

    /// <inheritdoc />
    /// <remarks>Parameters only: libtorch's allocator says nothing of a step's memory through TorchSharp.</remarks>
    public (long Live, long Peak) MemoryBytes => (_parameterBytes, _peakBytes);

    /// <inheritdoc />
    public int LiveStepTensorCount => _scope?.TensorCount ?? 0;

    /// <summary>How it computes.</summary>
    internal TorchOptions Options { get; }

    /// <summary>Where it computes.</summary>
    internal Device Device { get; }

    private string PrecisionName => Options.Precision switch { TorchPrecision.Tf32 => "tf32", TorchPrecision.Bf16 => "bf16", _ => "f32" };

    /// <summary>This backend, for whoever chooses among backends; nothing of it is loaded.</summary>
    public static IBackendKind Kind { get; } = new TorchBackendKind();

    /// <summary>Creates the backend; libtorch is loaded here and nowhere else.</summary>
    /// <exception cref="BackendUnavailableException">libtorch or the device is not there; the message has the cure.</exception>
    public static TorchBackend Create(TorchOptions options)
    {
        var folder = TorchLibrary.Load();
        try
        {
            return CreateLoaded(options, folder);
        }
        catch (TypeInitializationException e)
        {
            throw TorchLibrary.Explain(folder, (e.InnerException ?? e).Message);
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw TorchLibrary.Explain(folder, e.Message);
        }
    }

    /// <summary>Whether numerics, as a log records them, are those of this backend on some device.</summary>
    public static bool IsNumerics(string? numerics) => numerics?.StartsWith("torch/", StringComparison.Ordinal) == true;

    /// <summary>Whether an error says that the device's or the machine's memory is exhausted.</summary>
    public static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        || (error is ExternalException && s_outOfMemory.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    /// <inheritdoc />
    public IReadOnlyList<KeyValuePair<string, string>> Describe() =>
    [
        new("device", Options.Device),
        new("precision", PrecisionName),
        new("threads", get_num_threads().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("libtorch", __version__),
        new("libtorch folder", _folder),
        new("runtime", RuntimeInformation.FrameworkDescription),
    ];

    /// <inheritdoc />
    public Tensor CreateParameter(string key, TensorShape shape)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var native = zeros(Sizes(shape), ScalarType.Float32, Device);
        native.requires_grad_();
        var tensor = new TorchTensor(shape, native.DetachFromDisposeScope(), key, scope: null);
        _parameters.Add(tensor);
        _parameterBytes += shape.ElementCount * sizeof(float);
        _peakBytes = Math.Max(_peakBytes, _parameterBytes);
        return tensor;
    }

    /// <inheritdoc />
    public void Release(Tensor parameter)
    {
        var tensor = Parameter(parameter);
        if (tensor.IsUsed)
        {
            throw new InvalidOperationException($"Parameter '{tensor.Name}' is still used by the open step.");
        }

        _parameters.Remove(tensor);
        Forget(tensor);
        _parameterBytes -= tensor.Shape.ElementCount * sizeof(float);
    }

    /// <inheritdoc />
    public void Read(Tensor parameter, Span<float> destination)
    {
        var tensor = Parameter(parameter);
        CheckLength(tensor, destination.Length);
        Transfer.Read(tensor.Native, destination);
    }

    /// <inheritdoc />
    public void Write(Tensor parameter, ReadOnlySpan<float> source)
    {
        var tensor = Parameter(parameter);
        CheckLength(tensor, source.Length);
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        tensor.Native.copy_(Transfer.Floats(source, Sizes(tensor.Shape), Device));
    }

    /// <inheritdoc />
    public IStepScope BeginStep(bool recordGradients)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_scope is not null)
        {
            throw new InvalidOperationException("A step is open already; at most one is at a time.");
        }

        return _scope = new TorchScope(this, recordGradients);
    }

    /// <inheritdoc />
    public void SgdStep(IStepScope scope, IReadOnlyList<Tensor> parameters, float learningRate, float gradientScale, float l2)
    {
        CheckOpen(scope);
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        foreach (var parameter in parameters)
        {
            var tensor = Parameter(parameter);
            if (tensor.Gradient is null)
            {
                continue;
            }

            if (l2 != 0)
            {
                using var kept = (1f - (2f * learningRate * l2)).ToScalar();
                tensor.Native.mul_(kept);
            }

            using var step = (-learningRate * gradientScale).ToScalar();
            tensor.Native.add_(tensor.Gradient, step);
        }
    }

    /// <inheritdoc />
    public void AdamStep(IStepScope scope, Tensor parameter, Tensor firstMoment,
        Tensor secondMoment, float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale)
    {
        CheckOpen(scope);
        var (w, m, v) = (Parameter(parameter), Parameter(firstMoment), Parameter(secondMoment));
        if (m.Shape.ElementCount != w.Shape.ElementCount || v.Shape.ElementCount != w.Shape.ElementCount)
        {
            throw new ArgumentException($"Adam: '{w.Name}' is {w.Shape}, its moments are {m.Shape} and {v.Shape}.");
        }

        if (w.Gradient is null)
        {
            return;
        }

        using var memory = NewDisposeScope();
        using var constant = no_grad();
        using Scalar keptFirst = beta1.ToScalar(), addedFirst = ((1f - beta1) * gradientScale).ToScalar();
        using Scalar keptSecond = beta2.ToScalar(), addedSecond = ((1f - beta2) * gradientScale * gradientScale).ToScalar();
        using Scalar scale = secondMomentScale.ToScalar(), least = epsilon.ToScalar(), step = (-rate).ToScalar();
        m.Native.mul_(keptFirst).add_(w.Gradient, addedFirst);
        v.Native.mul_(keptSecond).addcmul_(w.Gradient, w.Gradient, addedSecond);
        var denominator = v.Native.mul(scale).sqrt_().add_(least);
        w.Native.addcdiv_(m.Native, denominator, step);
    }

    /// <inheritdoc />
    public void NesterovStep(IStepScope scope, Tensor parameter, Tensor velocity, float rate, float momentum, float gradientScale, float l2)
    {
        CheckOpen(scope);
        var (w, v) = (Parameter(parameter), Parameter(velocity));
        if (v.Shape.ElementCount != w.Shape.ElementCount)
        {
            throw new ArgumentException($"Nesterov: '{w.Name}' is {w.Shape}, its velocity {v.Shape}.");
        }

        if (w.Gradient is null)
        {
            return;
        }

        using var memory = NewDisposeScope();
        using var constant = no_grad();
        using Scalar scale = gradientScale.ToScalar(), decay = (2 * l2).ToScalar(), kept = momentum.ToScalar(), step = (-rate).ToScalar();
        var whole = w.Gradient.mul(scale).add_(w.Native, decay);
        v.Native.mul_(kept).add_(whole);
        w.Native.add_(whole.add_(v.Native, kept), step);
    }

    /// <inheritdoc />
    public void Lerp(Tensor target, Tensor source, float weight)
    {
        var (to, from) = (Parameter(target), Parameter(source));
        if (to.Shape.ElementCount != from.Shape.ElementCount)
        {
            throw new ArgumentException($"Lerp: '{to.Name}' is {to.Shape}, '{from.Name}' is {from.Shape}.");
        }

        Average(to, from.Native.reshape(Sizes(to.Shape)), weight);
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
        _parameters.ForEach(Forget);
        _parameters.Clear();
    }

    /// <summary>target ← target + weight·(value - target), not taped.</summary>
    internal static void Average(TorchTensor target, torch.Tensor value, float weight)
    {
        using var memory = NewDisposeScope();
        using var constant = no_grad();
        using var share = weight.ToScalar();
        target.Native.add_(value.sub(target.Native), share);
    }

    /// <summary>Called by the scope when it closes.</summary>
    internal void EndStep() => _scope = null;

    /// <summary>The sizes as libtorch takes them.</summary>
    internal static long[] Sizes(TensorShape shape) => Array.ConvertAll(shape.ToArray(), size => (long)size);

    // In a method of its own, so that TorchSharp's types are met only after libtorch was loaded.
    private static TorchBackend CreateLoaded(TorchOptions options, string folder)
    {
        if (options.DeviceKind == "cuda")
        {
            var count = TryInitializeDeviceType(DeviceType.CUDA) && cuda.is_available() ? cuda.device_count() : 0;
            var number = options.Device.Contains(':', StringComparison.Ordinal)
                ? int.Parse(options.Device.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture) : 0;
            if (number >= count)
            {
                throw new BackendUnavailableException(
                    $"there is no device {options.Device}: the libtorch of {folder} sees "
                        + $"{(count == 0 ? "no CUDA device" : $"{count}, numbered from 0")}. It must "
                        + $"be one built for CUDA, named with {TorchLibrary.Variable}; enas doctor shows what there is");
            }
        }

        return new TorchBackend(options, folder);
    }

    private static void Forget(TorchTensor tensor)
    {
        tensor.IsReleased = true;
        tensor.Native.Dispose();
    }

    private static void CheckLength(TorchTensor tensor, int length)
    {
        if (length != tensor.Shape.ElementCount)
        {
            throw new ArgumentException(
                $"Parameter '{tensor.Name}' {tensor.Shape} has {tensor.Shape.ElementCount} elements, the span has {length}.");
        }
    }

    private TorchTensor Parameter(Tensor tensor)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return tensor is TorchTensor { IsParameter: true, IsReleased: false } parameter
            ? parameter
            : throw new ArgumentException(
                "Not a living parameter of this backend: " + ((tensor as TorchTensor)?.Name ?? tensor.GetType().Name));
    }

    private void CheckOpen(IStepScope scope)
    {
        if (scope is not TorchScope || scope != _scope)
        {
            throw new InvalidOperationException("The step is closed, or belongs to another backend.");
        }
    }
}
