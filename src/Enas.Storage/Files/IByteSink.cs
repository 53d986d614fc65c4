namespace Enas.Storage.Files;

/// <summary>Takes bytes in order.</summary>
internal interface IByteSink
{
    void Write(ReadOnlySpan<byte> bytes);
}
