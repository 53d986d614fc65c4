namespace Enas.TestKit.Faults;

/// <summary>Reads something hostile on a thread of its own: it must come to an end, and may ask for so much memory and no more.</summary>
public static class BoundedReading
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>Reads; returns what came of it and the bytes that it asked for.</summary>
    /// <param name="name">What is read, for the message.</param>
    /// <param name="mostBytes">The most memory that it may ask for.</param>
    /// <param name="read">Reads it, without awaiting anything.</param>
    /// <exception cref="InvalidOperationException">It does not come to an end, or asks for more.</exception>
    public static async Task<(T End, long Bytes)> RunAsync<T>(string name, long mostBytes, Func<T> read)
    {
        var reading = Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var end = read();
            return (end, bytes: GC.GetAllocatedBytesForCurrentThread() - before);
        });
        if (await Task.WhenAny(reading, Task.Delay(s_longest)) != reading)
        {
            throw new InvalidOperationException($"{name} was not read to its end within {s_longest.TotalSeconds} s");
        }

        try
        {
            var (end, bytes) = await reading;
            return bytes <= mostBytes ? (end, bytes)
                : throw new InvalidOperationException($"{name} took {bytes} bytes; {mostBytes} are allowed");
        }
        catch (Exception fault) when (fault is not InvalidOperationException { InnerException: null })
        {
            throw new InvalidOperationException($"{name}: {fault.Message}", fault);
        }
    }
}
