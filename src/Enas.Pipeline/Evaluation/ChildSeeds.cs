using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// The seed of a child: the first 63 bits, little-endian, of SHA-256 over <c>enas child</c>, the job's seed, the rung and, where each
/// architecture has a seed of its own, its tokens, a line each. It does not depend on the step that asks, so a repeated architecture is the
/// same child.
/// </summary>
internal static class ChildSeeds
{
    /// <summary>The seed.</summary>
    public static ulong Of(JobOptions job, string tokens, int rung)
    {
        var own = job.Child.Seeds == ChildOptions.OwnSeeds ? "\n" + tokens : string.Empty;
        var text = string.Create(CultureInfo.InvariantCulture, $"enas child\n{job.Seed}\n{rung}{own}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) & long.MaxValue;
    }
}
