using Enas.Pipeline.Numerics;

namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>A row-major matrix in guarded memory whose rows lie further apart than they are wide; the gaps are canaries.</summary>
internal sealed unsafe class GuardedMatrix : IDisposable
{
    private const float Canary = -7.5e33f;
    private readonly GuardedFloats _memory;

    public GuardedMatrix(int rows, int columns, int gap, bool atEnd, string name)
    {
        (Rows, Columns, Stride) = (rows, columns, columns + gap);

        // The last row has no gap behind it: there the guard page begins.
        _memory = new GuardedFloats(((rows - 1) * Stride) + columns, atEnd);
        _memory.Values.Fill(Canary);
        var random = new RandomStream(5, name);
        for (var row = 0; row < rows; row++)
        {
            random.FillUniform(Row(row), row, 0, -1, 1);
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Stride { get; }

    public float* Data => _memory.Data;

    public float this[int row, int column] => Data[(row * Stride) + column];

    public Span<float> Row(int row) => new(Data + ((nint)row * Stride), Columns);

    /// <summary>A copy of the values, [Rows, Columns] without gaps.</summary>
    public float[] Copy()
    {
        var values = new float[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(values.AsSpan(row * Columns));
        }

        return values;
    }

    /// <summary>Fails when something was written between the rows or around the matrix.</summary>
    public void CheckGaps()
    {
        _memory.CheckSurroundings();
        for (var row = 0; row + 1 < Rows; row++)
        {
            var gap = new ReadOnlySpan<float>(Data + ((nint)row * Stride) + Columns, Stride - Columns);
            Assert.False(gap.ContainsAnyExcept(Canary), $"something was written behind row {row}");
        }
    }

    public void Dispose() => _memory.Dispose();
}
