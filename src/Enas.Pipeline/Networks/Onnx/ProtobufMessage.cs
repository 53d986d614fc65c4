using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>
/// One message of Protocol Buffers under construction, in the wire format of https://protobuf.dev/programming-guides/encoding: as much of
/// it as ONNX's messages need.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message's bytes.</summary>
    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    /// <summary>An integer or enumeration.</summary>
    public ProtobufMessage Integer(int field, long value)
    {
        Key(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>A 32-bit float.</summary>
    public ProtobufMessage Float(int field, float value)
    {
        Key(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Text.</summary>
    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message inside this one.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.ToBytes());

    /// <summary>Bytes as they are.</summary>
    public ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, Delimited);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Key(int field, int wireType) => WriteVarint((ulong)((field << 3) | wireType));

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
