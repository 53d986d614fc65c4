using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Pipeline.Numerics;

/// <summary>
/// A named stream of a search's randomness. Every draw is a function of (seed, stream name, step, sample, index): key = seed, counter =
/// (index / 4, step, sample within the step, stream id), stream id = the first 32 bits of SHA-256 of the name. There is no state to save.
/// </summary>
public readonly struct RandomStream
{
    private const double TwoToMinus53 = 1.0 / (1L << 53);
    private const float TwoToMinus24 = 1f / (1 << 24);

    private readonly ulong _seed;
    private readonly uint _streamId;

    /// <summary>The stream of this name in the search with this seed.</summary>
    public RandomStream(ulong seed, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        _seed = seed;
        _streamId = BinaryPrimitives.ReadUInt32LittleEndian(digest);
    }

    /// <summary>One 32-bit word.</summary>
    public uint Word(long step, int sample, long index)
    {
        var block = Block(step, sample, index >> 2);
        return (index & 3) switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
    }

    /// <summary>Uniform in [0, 1), 53 bits, from two neighbouring words: draw <paramref name="index"/> uses words 2·index and
    /// 2·index + 1.</summary>
    public double Uniform(long step, int sample, long index)
    {
        var block = Block(step, sample, index >> 1);
        var (high, low) = (index & 1) == 0 ? (block.X0, block.X1) : (block.X2, block.X3);
        return (((ulong)high << 32 | low) >> 11) * TwoToMinus53;
    }

    /// <summary>Uniform integer in [0, <paramref name="bound"/>): the multiply-shift of 64 bits, bias below 2^-32.</summary>
    public int Below(int bound, long step, int sample, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var block = Block(step, sample, index >> 1);
        var (high, low) = (index & 1) == 0 ? (block.X0, block.X1) : (block.X2, block.X3);
        return (int)Math.BigMul((ulong)high << 32 | low, (ulong)bound, out _);
    }

    /// <summary>Standard normal deviate by Box and Muller's cosine form: draw i uses uniforms 2i and 2i + 1.</summary>
    public double Normal(long step, int sample, long index)
    {
        var radius = Math.Sqrt(-2 * ExactMath.Log(1 - Uniform(step, sample, 2 * index)));
        return radius * ExactMath.Cos(2 * Math.PI * Uniform(step, sample, (2 * index) + 1));
    }

    /// <summary>Fills with uniforms in [low, high), 24 bits each; element i uses word i.</summary>
    public void FillUniform(Span<float> destination, long step, int sample, float low, float high)
    {
        var width = high - low;
        for (var start = 0; start < destination.Length; start += 4)
        {
            var block = Block(step, sample, start >> 2);
            var count = Math.Min(4, destination.Length - start);
            for (var i = 0; i < count; i++)
            {
                var word = i switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
                destination[start + i] = low + (width * ((word >> 8) * TwoToMinus24));
            }
        }
    }

    /// <summary>Fills with an inverted-dropout mask: 0 with probability <paramref name="drop"/>, else 1 / (1 - drop); element i
    /// uses word i.</summary>
    public void FillDropoutMask(Span<float> destination, long step, int sample, double drop)
    {
        var threshold = (ulong)(drop * 4294967296.0);
        var kept = (float)(1 / (1 - drop));
        for (var start = 0; start < destination.Length; start += 4)
        {
            var block = Block(step, sample, start >> 2);
            var count = Math.Min(4, destination.Length - start);
            for (var i = 0; i < count; i++)
            {
                var word = i switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
                destination[start + i] = word < threshold ? 0f : kept;
            }
        }
    }

    private (uint X0, uint X1, uint X2, uint X3) Block(long step, int sample, long blockIndex) =>
        Philox.Block(checked((uint)blockIndex), checked((uint)step), checked((uint)sample), _streamId, (uint)_seed, (uint)(_seed >> 32));
}
