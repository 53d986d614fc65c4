using System.Buffers.Binary;

namespace Enas.Host.Data;

/// <summary>What a PNG says of itself in its first chunk, which is more than Skia tells.</summary>
/// <param name="Width">W in pixels.</param>
/// <param name="Height">H in pixels.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="ColourType">As PNG numbers it: 0 grey, 2 colours, 3 a palette, 4 grey with alpha, 6 colours with alpha.</param>
/// <param name="IsInterlaced">Whether rows come in seven passes.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType, bool IsInterlaced)
{
    /// <summary>Bytes of the signature and the first chunk.</summary>
    public const int Length = 33;

    public bool IsGrey => ColourType is 0 or 4;

    public bool HasAlpha => ColourType is 4 or 6;

    /// <summary>Samples of a pixel.</summary>
    public int Samples => (IsGrey ? 1 : 3) + (HasAlpha ? 1 : 0);

    /// <summary>The header, or null where the bytes are no PNG.</summary>
    public static PngHeader? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length && bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        ? new PngHeader(BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), bytes[24], bytes[25], bytes[28] != 0)
        : null;
}
