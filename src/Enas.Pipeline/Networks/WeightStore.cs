using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The weights of one network by weight key, created on first use. A weight's initial value depends only on the seed and its key, so
/// creating one later, or never, changes no other. Companions (moments, averages) live here under their own keys.
/// </summary>
internal sealed class WeightStore(ITensorBackend backend, ulong seed) : IDisposable
{
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>The keys that exist so far, in ordinal order.</summary>
    public IReadOnlyCollection<string> Keys => _tensors.Keys;

    /// <summary>The weight of this key, which exists.</summary>
    public Tensor Get(string key) => _tensors[key];

    /// <summary>The weight of this key; created uniform in ±<paramref name="initRange"/> (zeros when it is 0).</summary>
    public Tensor Get(string key, TensorShape shape, double initRange)
    {
        if (_tensors.TryGetValue(key, out var existing))
        {
            return existing.Shape == shape
                ? existing : throw new InvalidOperationException($"{key} has shape {existing.Shape}, asked for {shape}");
        }

        var created = backend.CreateParameter(key, shape);
        if (initRange > 0)
        {
            backend.Write(created, Uniform(seed, key, shape, initRange));
        }

        _tensors.Add(key, created);
        return created;
    }

    /// <summary>
    /// The weight of this key; created normal with variance 2 / <paramref name="fanIn"/> (He et al. 2015, Delving deep into rectifiers).
    /// </summary>
    public Tensor GetHeNormal(string key, TensorShape shape, int fanIn)
    {
        if (_tensors.ContainsKey(key))
        {
            return Get(key, shape, 0);
        }

        return GetValues(key, shape, HeNormal(seed, key, shape, fanIn));
    }

    /// <summary>The values that <see cref="Get(string, TensorShape, double)"/> creates a weight with, uniform in
    /// ±<paramref name="range"/>.</summary>
    public static float[] Uniform(ulong seed, string key, TensorShape shape, double range)
    {
        var values = new float[shape.ElementCount];
        new RandomStream(seed, "weights/" + key).FillUniform(values, 0, 0, (float)-range, (float)range);
        return values;
    }

    /// <summary>The range of a uniform start in ±1 / √fan-in, whose variance is 1 / (3 fan-in): PyTorch's <c>kaiming_uniform_</c> with
    /// a = √5, which its convolutions and linear layers are created with.</summary>
    public static double UniformRange(int fanIn) => 1 / Math.Sqrt(fanIn);

    /// <summary>The values that <see cref="GetHeNormal"/> creates a weight with.</summary>
    public static float[] HeNormal(ulong seed, string key, TensorShape shape, int fanIn)
    {
        var (stream, deviation) = (new RandomStream(seed, "weights/" + key), Math.Sqrt(2.0 / fanIn));
        var values = new float[shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(deviation * stream.Normal(0, 0, i));
        }

        return values;
    }

    /// <summary>The weight of this key; created with one constant everywhere.</summary>
    public Tensor GetConstant(string key, TensorShape shape, float value)
    {
        if (_tensors.ContainsKey(key))
        {
            return Get(key, shape, 0);
        }

        var values = new float[shape.ElementCount];
        Array.Fill(values, value);
        return GetValues(key, shape, values);
    }

    /// <summary>The weight of this key; created with these values.</summary>
    public Tensor GetValues(string key, TensorShape shape, ReadOnlySpan<float> values)
    {
        var exists = _tensors.ContainsKey(key);
        var tensor = Get(key, shape, 0);
        if (!exists)
        {
            backend.Write(tensor, values);
        }

        return tensor;
    }

    /// <summary>Moves every tensor of the other store towards its value there, by a share of the way; one that is not here yet starts at
    /// zero.</summary>
    public void MoveTowards(WeightStore other, float share)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, tensor) in other._tensors)
        {
            backend.Lerp(Get(key, tensor.Shape, initRange: 0), tensor, share);
        }
    }

    /// <summary>Copies everything out, for a checkpoint; names get the prefix.</summary>
    public IEnumerable<CheckpointTensor> Export(string prefix)
    {
        foreach (var (key, tensor) in _tensors)
        {
            var values = new float[tensor.Shape.ElementCount];
            backend.Read(tensor, values);
            yield return new CheckpointTensor(prefix + key, tensor.Shape.ToArray(), values);
        }
    }

    /// <summary>Replaces everything by the tensors whose names start with the prefix.</summary>
    public void Import(string prefix, IEnumerable<CheckpointTensor> tensors)
    {
        Clear();
        foreach (var tensor in tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var created = backend.CreateParameter(tensor.Name[prefix.Length..], new TensorShape([.. tensor.Shape]));
            backend.Write(created, tensor.Values.Span);
            _tensors.Add(tensor.Name[prefix.Length..], created);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Clear();

    private void Clear()
    {
        foreach (var tensor in _tensors.Values)
        {
            backend.Release(tensor);
        }

        _tensors.Clear();
    }
}
