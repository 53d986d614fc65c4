namespace Enas.Host.Report;

/// <summary>A value of a curve over an axis: of steps, of samples or of seconds.</summary>
internal readonly record struct CurvePoint(double X, double Value);

/// <summary>A band around a curve at a place of its axis.</summary>
internal readonly record struct CurveBand(double X, double Low, double High);
