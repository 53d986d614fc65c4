namespace Enas.Backends.Cpu.Tests;

/// <summary>Repeatable numbers for tests.</summary>
internal sealed class NumberStream(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) + 0x1234567;

    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public int Between(int low, int high) => low + (int)(Next() * (high - low + 1));

    public float[] Floats(long count, double low = -1, double high = 1)
    {
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + ((high - low) * Next()));
        }

        return values;
    }

    public int[] Indices(int count, int limit, int low = 0)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Between(low, limit - 1);
        }

        return values;
    }
}
