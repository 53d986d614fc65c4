namespace Enas.Backends.Cpu.Tests;

/// <summary>A float64 matrix: the reference arithmetic of the tests.</summary>
internal sealed class Matrix(int rows, int columns)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public double[] Values { get; } = new double[rows * columns];

    public double this[int row, int column]
    {
        get => Values[(row * Columns) + column];
        set => Values[(row * Columns) + column] = value;
    }

    public static Matrix Of(int rows, int columns, Func<int, int, double> element)
    {
        var result = new Matrix(rows, columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[row, column] = element(row, column);
            }
        }

        return result;
    }

    public Matrix Map(Func<double, double> f) => Of(Rows, Columns, (i, j) => f(this[i, j]));

    public Matrix Transposed() => Of(Columns, Rows, (i, j) => this[j, i]);

    public Matrix Times(Matrix other) => Of(Rows, other.Columns, (i, j) =>
    {
        var sum = 0.0;
        for (var k = 0; k < Columns; k++)
        {
            sum += this[i, k] * other[k, j];
        }

        return sum;
    });

    /// <summary>Element by element with the second operand repeated over rows or columns as the port says.</summary>
    public Matrix With(Matrix other, Func<double, double, double> f) =>
        Of(Rows, Columns, (i, j) => f(this[i, j], other[i % other.Rows, j % other.Columns]));

    public double RowSum(int row) => Enumerable.Range(0, Columns).Sum(j => this[row, j]);

    public double RowMaximum(int row) => Enumerable.Range(0, Columns).Max(j => this[row, j]);

    public Matrix LogSoftmax() => Of(Rows, Columns, (i, j) =>
    {
        var top = RowMaximum(i);
        return this[i, j] - top - Math.Log(Enumerable.Range(0, Columns).Sum(k => Math.Exp(this[i, k] - top)));
    });
}
