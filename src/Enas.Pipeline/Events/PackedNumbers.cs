using System.Buffers.Binary;

namespace Enas.Pipeline.Events;

/// <summary>Many numbers as one text: base64 of float32, little-endian.</summary>
internal static class PackedNumbers
{
    /// <summary>The text of some numbers.</summary>
    public static string Of(IReadOnlyList<float> values)
    {
        var bytes = new byte[sizeof(float) * values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>The numbers of a text; null where it is none of this kind.</summary>
    public static float[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length % sizeof(float) != 0)
        {
            return null;
        }

        var values = new float[length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return values;
    }
}
