using System.Globalization;
using Enas.Pipeline.Files;

namespace Enas.Storage.Files;

/// <summary>Reads a stream to its end, when it is no longer than it may be.</summary>
internal static class WholeStream
{
    /// <summary>The bytes of a stream whose length is known.</summary>
    /// <exception cref="UnusableFileException">It is longer than <paramref name="mostBytes"/>: nothing was read.</exception>
    public static byte[] ReadAll(Stream stream, string name, long mostBytes)
    {
        if (stream.Length > Math.Min(mostBytes, Array.MaxLength))
        {
            throw new UnusableFileException(
                string.Create(CultureInfo.InvariantCulture, $"{name} has {stream.Length:N0} bytes; at most {mostBytes:N0} are read here"));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
