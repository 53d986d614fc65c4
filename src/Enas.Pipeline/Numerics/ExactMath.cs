namespace Enas.Pipeline.Numerics;

/// <summary>Interim shell: replaced by the exact functions.</summary>
public static class ExactMath
{
#pragma warning disable RS0030
    public static double Exp(double x) => Math.Exp(x);

    public static double Log(double x) => Math.Log(x);

    public static double Pow(double x, double y) => Math.Pow(x, y);

    public static double Cos(double x) => Math.Cos(x);
#pragma warning restore RS0030
}
