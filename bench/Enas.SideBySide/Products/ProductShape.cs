using Enas.Pipeline.Numerics;

namespace Enas.SideBySide.Products;

/// <summary>C [Rows, Columns] = op(A)·op(B) over chains of Depth.</summary>
internal sealed record ProductShape(string Name, int Rows, int Depth, int Columns, bool TransposeA = false, bool TransposeB = false)
{
    /// <summary>A as it is kept, row by row.</summary>
    public (int Rows, int Columns) A => TransposeA ? (Depth, Rows) : (Rows, Depth);

    /// <summary>B as it is kept, row by row.</summary>
    public (int Rows, int Columns) B => TransposeB ? (Columns, Depth) : (Depth, Columns);

    /// <summary>The values of a factor, the same on both sides.</summary>
    public static float[] Values(string name, (int Rows, int Columns) shape)
    {
        var values = new float[shape.Rows * shape.Columns];
        new RandomStream(1, "side-by-side/" + name).FillUniform(values, 0, 0, -1, 1);
        return values;
    }
}
